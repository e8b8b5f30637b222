import { dayOf, type Day } from '#lib/domain/clock.ts';
import { listPublished } from '#lib/server/cases/queries/published.ts';
import { keyOf } from '#lib/server/http/page-key.ts';
import { listCategories } from '#lib/server/site/choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { context, preferences } = locals;
	const get = (name: string, pattern: RegExp) => {
		const value = url.searchParams.get(name) ?? '';
		return pattern.test(value) ? value : null;
	};
	const category = get('category', /^\d{2}$/);
	const area = get('area', /^\d{1,9}$/);
	const month = get('month', /^20\d{2}-(?:0[1-9]|1[0-2])$/);
	const areaId = area === null ? null : Number(area);
	const filter = { category, areaId, month, after: keyOf(url.searchParams.get('after')) };
	const [{ rows, next, villages }, categories] = await Promise.all([
		listPublished(context, filter),
		listCategories(context, preferences.locale)
	]);
	const query = new URLSearchParams();
	if (category) query.set('category', category);
	if (area) query.set('area', area);
	if (month) query.set('month', month);
	if (next) query.set('after', `${next.at}-${next.id}`);
	return {
		rows: rows.map(({ category, categoryEn, ...row }) => ({
			...row,
			category: preferences.locale === 'en' ? categoryEn : category
		})),
		next: next && `?${query}`,
		filter: { category, area, month },
		villages,
		months: monthsUntil(dayOf(context.now)),
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name }))
	};
};

/** This month and those of the two years before it, YYYY-MM, the latest first. */
function monthsUntil(today: Day): string[] {
	const [year = 0, month = 1] = today.split('-').map(Number);
	return Array.from({ length: 25 }, (_, back) => new Date(Date.UTC(year, month - 1 - back)).toISOString().slice(0, 7));
}
