import { issueOfCase } from '#lib/server/cases/queries/common-issues.ts';
import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { withdrawNote } from '#lib/server/cases/withdraw-note.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { staffPage } from '#lib/server/http/staff-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends('app:live');
	const one = await staffPage(event);
	const context = staffContext(event.locals);
	return { one, issue: await issueOfCase(context, one), now: context.now };
};

export const actions: Actions = {
	undoNote: formAction(v.object({ number: caseNumber }), async ({ number }, { locals }) => {
		await withdrawNote(staffContext(locals), number);
		redirect(303, `/staff/cases/${number}?done=undo`);
	})
};
