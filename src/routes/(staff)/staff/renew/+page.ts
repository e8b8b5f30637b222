import { messages } from '#lib/i18n/messages.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	const { preferences } = await parent();
	return { t: (await messages('account', preferences.locale)).renew };
};
