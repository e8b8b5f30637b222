import { publishesKnowledge, writesKnowledge } from '#lib/domain/knowledge.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { countEntries, entryViews, listEntries } from '#lib/server/office/list-entries.ts';
import { listCategories } from '#lib/server/site/choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const get = (name: string) => url.searchParams.get(name) ?? '';
	const view = entryViews.find((one) => one === get('view')) ?? 'all';
	const query = get('q').trim().slice(0, 60);
	const category = /^\d{2}$/.test(get('category')) ? get('category') : null;
	const after = /^\d{1,9}$/.test(get('after')) ? Number(get('after')) : null;
	const [{ rows, next }, counts, categories] = await Promise.all([
		listEntries(context, { view, query, category, after }),
		countEntries(context),
		listCategories(context, locals.preferences.locale)
	]);
	const more = new URLSearchParams(url.searchParams);
	if (next) more.set('after', String(next));
	return {
		view,
		query,
		category,
		rows,
		counts,
		next: next && `?${more}`,
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name })),
		mayWrite: writesKnowledge(context.actor),
		mayPublish: publishesKnowledge(context.actor)
	};
};
