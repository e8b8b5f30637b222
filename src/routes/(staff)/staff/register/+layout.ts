import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
	const { preferences } = await parent();
	return { r: await messages('register', preferences.locale) };
};
