import { messages } from '#lib/i18n/messages.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, parent }) => {
	const { preferences } = await parent();
	return { ...data, t: await messages('oversight', preferences.locale) };
};
