import { redirect, error } from '@sveltejs/kit';
import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import { publishesKnowledge, writesKnowledge } from '#lib/domain/knowledge.ts';
import { reason } from '#lib/server/http/act-form.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { officeNumbersOf } from '#lib/server/http/office-numbers.ts';
import { findEntry } from '#lib/server/office/list-entries.ts';
import { publishEntry, returnEntry, unpublishEntry } from '#lib/server/office/publish-entry.ts';
import { listCategories, listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (id: string) => (/^\d{1,9}$/.test(id) ? Number(id) : error(404, { message: 'not-found' }));

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const context = staffContext(locals);
	const id = idOf(params.id);
	const [entry, units, categories] = await Promise.all([
		orNotFound(() => findEntry(context, id)),
		listUnits(context),
		listCategories(context, locals.preferences.locale)
	]);
	const { draftedById, ...one } = entry;
	return {
		one,
		units: units.map(({ id, name }) => ({ id, name })),
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name })),
		mayWrite: writesKnowledge(context.actor),
		mayPublish: publishesKnowledge(context.actor),
		isOwn: draftedById === context.actor.id,
		done: url.searchParams.get('done')
	};
};

const draft = { draft: rowId('version.missing') };

export const actions: Actions = {
	publish: formAction(v.object(draft), async ({ draft }, event) => {
		const id = idOf(event.params.id ?? '');
		const officeNumbers = await officeNumbersOf(event);
		await publishEntry(staffContext(event.locals), id, { textId: draft, officeNumbers });
		redirect(303, `/staff/knowledge/${id}?done=published`);
	}),
	return: formAction(v.object({ ...draft, reason }), async ({ draft, reason }, { locals, params }) => {
		const id = idOf(params.id ?? '');
		await returnEntry(staffContext(locals), id, { textId: draft, reason });
		redirect(303, `/staff/knowledge/${id}?done=returned`);
	}),
	unpublish: formAction(v.object({ why: reason }), async ({ why }, { locals, params }) => {
		const id = idOf(params.id ?? '');
		await unpublishEntry(staffContext(locals), id, why);
		redirect(303, `/staff/knowledge/${id}?done=taken`);
	})
};
