import { caseStates, type CaseState } from '#lib/domain/lifecycle.ts';
import { channels, type Channel } from '#lib/domain/submission.ts';
import { findHoliday, listQueue, views, viewsOf, type Filter } from '#lib/server/cases/queries/queue.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listAreas, listCategories } from '#lib/server/site/choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	const filter = readFilter(url);
	if (!viewsOf(context.actor).includes(filter.view)) filter.view = 'mine';
	const [{ rows, next }, categories, areas, holiday] = await Promise.all([
		listQueue(context, filter),
		listCategories(context, locals.preferences.locale),
		listAreas(context),
		filter.view === 'holiday' ? findHoliday(context) : null
	]);
	return {
		rows,
		next: next ? nextPage(url, next) : null,
		filter,
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name })),
		areas,
		holiday,
		states: caseStates,
		channels,
		now: context.now
	};
};

/** Filters live in the address; what is not known there is ignored. */
function readFilter({ searchParams }: URL): Filter {
	const get = (name: string) => searchParams.get(name) ?? '';
	const [due = 0, id = 0] = get('after').split('-').map(Number);
	return {
		view: views.find((view) => view === get('view')) ?? 'mine',
		query: get('q').slice(0, 60),
		state: caseStates.find((state): state is CaseState => state === get('state')) ?? null,
		category: /^\d{2}$/.test(get('category')) ? get('category') : null,
		areaId: /^\d{1,9}$/.test(get('area')) ? Number(get('area')) : null,
		channel: channels.find((channel): channel is Channel => channel === get('channel')) ?? null,
		after: Number.isSafeInteger(due) && Number.isSafeInteger(id) && id > 0 ? { due, id } : null
	};
}

function nextPage(url: URL, { due, id }: { due: number; id: number }): string {
	const query = new URLSearchParams(url.searchParams);
	query.set('after', `${due}-${id}`);
	return `/staff/queue?${query}`;
}
