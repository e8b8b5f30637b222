import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
	const { preferences } = await parent();
	const { issues, common } = await messages('matters', preferences.locale);
	return { t: issues, c: common };
};
