import { labelsIn, officeWords } from '#lib/server/site/wordings.ts';
import { siteTexts } from '#lib/server/site/site-texts.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => {
	const { preferences, house } = locals;
	return {
		preferences,
		site: await siteTexts(house.db),
		/** Labels the office has worded for itself. */
		own: labelsIn(await officeWords(house.db), preferences.locale),
		isDemo: house.config.mode === 'demo'
	};
};
