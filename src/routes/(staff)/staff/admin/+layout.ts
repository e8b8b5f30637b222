import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data, parent }) => {
	const { preferences } = await parent();
	const { locale } = preferences;
	const [t, rules] = await Promise.all([messages('admin', locale), messages('rules', locale)]);
	return { ...data, t, rules };
};
