import { error, redirect } from '@sveltejs/kit';
import { keepsSomeIssues } from '#lib/domain/common-issue.ts';
import { draftIssue } from '#lib/server/cases/draft-issue.ts';
import { findIssue } from '#lib/server/cases/queries/common-issues.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { issueForm, issueOf } from '#lib/server/http/issue-form.ts';
import { rowOfPage } from '#lib/server/http/kiosk-forms.ts';
import { officeNumbersOf } from '#lib/server/http/office-numbers.ts';
import { listAreas, listCategories, listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const context = staffContext(locals);
	const id = rowOfPage(params.id);
	const one = id === null ? null : await orNotFound(() => findIssue(context, id));
	if (one ? !one.mayKeep : !keepsSomeIssues(context.actor)) error(404, { message: 'not-found' });
	const [units, areas, categories] = await Promise.all([
		listUnits(context),
		listAreas(context),
		listCategories(context, locals.preferences.locale)
	]);
	return {
		id,
		issue: one && (one.draft ?? one.published),
		baseTextId: one?.baseTextId ?? null,
		ownUnitId: context.actor.unitId,
		units: units.map(({ id, name }) => ({ id, name })),
		areas,
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name }))
	};
};

export const actions: Actions = {
	default: formAction(issueForm, async (input, event) => {
		const written = await draftIssue(staffContext(event.locals), {
			id: rowOfPage(event.params.id ?? ''),
			baseTextId: input.base,
			issue: issueOf(input),
			officeNumbers: await officeNumbersOf(event)
		});
		redirect(303, `/staff/common-issues/${written}?done=saved`);
	})
};
