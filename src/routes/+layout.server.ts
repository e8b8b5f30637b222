import { siteTexts } from '#lib/server/site/site-texts.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => {
	const { preferences, house } = locals;
	return {
		preferences,
		site: await siteTexts(house.db),
		isDemo: house.config.mode === 'demo'
	};
};
