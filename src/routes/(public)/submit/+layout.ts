import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
	const { preferences } = await parent();
	const [t, faq] = await Promise.all([messages('submit', preferences.locale), messages('faq', preferences.locale)]);
	return { t, answered: faq.offer };
};
