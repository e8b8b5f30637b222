import { messages } from '#lib/i18n/messages.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, parent }) => {
	const { preferences } = await parent();
	const [t, { indicators }] = await Promise.all([
		messages('reports', preferences.locale),
		messages('accountBook', preferences.locale)
	]);
	return { ...data, t, indicators };
};
