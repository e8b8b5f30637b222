import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
	const { preferences } = await parent();
	return { t: await messages('knowledge', preferences.locale) };
};
