import { error, redirect } from '@sveltejs/kit';
import { addDays, dayOf } from '#lib/domain/clock.ts';
import { writesKnowledge } from '#lib/domain/knowledge.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { rowOfPage } from '#lib/server/http/kiosk-forms.ts';
import { entryForm, entryOf } from '#lib/server/http/knowledge-form.ts';
import { officeNumbersOf } from '#lib/server/http/office-numbers.ts';
import { draftEntry } from '#lib/server/office/draft-entry.ts';
import { findEntry } from '#lib/server/office/list-entries.ts';
import { listCategories, listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const context = staffContext(locals);
	if (!writesKnowledge(context.actor)) error(404, { message: 'not-found' });
	const id = rowOfPage(params.id);
	const [one, units, categories] = await Promise.all([
		id === null ? null : orNotFound(() => findEntry(context, id)),
		listUnits(context),
		listCategories(context, locals.preferences.locale)
	]);
	const today = dayOf(context.now);
	return {
		id,
		entry: one && (one.draft ?? one.published),
		baseTextId: one?.baseTextId ?? null,
		ownUnitId: context.actor.unitId,
		today,
		inAYear: addDays(today, 365),
		units: units.map(({ id, name }) => ({ id, name })),
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name }))
	};
};

export const actions: Actions = {
	default: formAction(entryForm, async (input, event) => {
		const written = await draftEntry(staffContext(event.locals), {
			id: rowOfPage(event.params.id ?? ''),
			baseTextId: input.base,
			entry: entryOf(input),
			officeNumbers: await officeNumbersOf(event)
		});
		redirect(303, `/staff/knowledge/${written}?done=saved`);
	})
};
