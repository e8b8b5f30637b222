import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { bulkActsOf } from '#lib/domain/bulk.ts';
import { rowId, textField, ticked } from '#lib/domain/form-fields.ts';
import { caseStates } from '#lib/domain/lifecycle.ts';
import { keepsForUnit } from '#lib/domain/shared-tools.ts';
import { channels } from '#lib/domain/submission.ts';
import { countMatching, findHoliday, listQueue } from '#lib/server/cases/queries/queue.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { queryOf, readFilter } from '#lib/server/http/queue-filter.ts';
import { deleteView, listViews, renameView, saveView } from '#lib/server/office/save-view.ts';
import { listAreas, listCategories } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	const { actor } = context;
	const filter = readFilter(actor, url.searchParams);
	const views = await listViews(context);
	const [{ rows, next }, categories, areas, holiday, counts] = await Promise.all([
		listQueue(context, filter),
		listCategories(context, locals.preferences.locale),
		listAreas(context),
		filter.view === 'holiday' ? findHoliday(context) : null,
		Promise.all(views.map(({ query }) => countMatching(context, readFilter(actor, new URLSearchParams(query)))))
	]);
	const query = queryOf(filter);
	return {
		rows,
		next: next ? `/staff/queue?${query}&most=${filter.most}&after=${next.due}-${next.id}` : null,
		filter,
		query,
		// as they mean now: a list somebody has no more is left out of them
		saved: views.map((view, index) => ({
			...view,
			query: queryOf(readFilter(actor, new URLSearchParams(view.query))),
			count: counts[index] ?? 0
		})),
		mayKeepForUnit: keepsForUnit(actor),
		bulkActs: bulkActsOf(actor),
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name })),
		areas,
		holiday,
		states: caseStates,
		channels,
		now: context.now
	};
};

const name = textField('viewName', [1, 16]);
const back = (locals: App.Locals, url: URL): never =>
	redirect(303, `/staff/queue?${queryOf(readFilter(staffContext(locals).actor, url.searchParams))}`);

export const actions: Actions = {
	saveView: formAction(v.object({ viewName: name, isOfUnit: ticked }), async (wanted, { locals, url }) => {
		const context = staffContext(locals);
		const query = queryOf(readFilter(context.actor, url.searchParams));
		await saveView(context, { name: wanted.viewName, query, isOfUnit: wanted.isOfUnit });
		back(locals, url);
	}),
	renameView: formAction(v.object({ view: rowId('field.missing'), newName: name }), async (wanted, { locals, url }) => {
		await renameView(staffContext(locals), wanted.view, wanted.newName);
		back(locals, url);
	}),
	deleteView: formAction(v.object({ view: rowId('field.missing') }), async ({ view }, { locals, url }) => {
		await deleteView(staffContext(locals), view);
		back(locals, url);
	})
};
