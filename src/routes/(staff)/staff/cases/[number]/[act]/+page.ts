import { messages } from '#lib/i18n/messages.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, parent }) => {
	const { preferences } = await parent();
	// its words come with what it found, and only then
	return { ...data, k: data.helpful.length > 0 ? await messages('knowledge', preferences.locale) : null };
};
