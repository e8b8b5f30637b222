import { messages } from '#lib/i18n/messages.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, parent }) => {
	const { preferences } = await parent();
	const [t, { names, hints }] = await Promise.all([
		messages('accountBook', preferences.locale),
		messages('figures', preferences.locale)
	]);
	return { ...data, t, names, hints };
};
