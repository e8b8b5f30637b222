import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data, parent }) => {
	const { preferences } = await parent();
	return { ...data, q: await messages('queueTools', preferences.locale) };
};
