import { listTiles } from '#lib/server/site/choices.ts';
import { monthFigures } from '#lib/server/stats/month-figures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { locale } = locals.preferences;
	const { context, house } = locals;
	const [tiles, figures] = await Promise.all([listTiles(context, locale), monthFigures(house.db, context.now)]);
	return { tiles, figures };
};
