import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { type IssueState, keepsSomeIssues } from '#lib/domain/common-issue.ts';
import { rowId } from '#lib/domain/form-fields.ts';
import { linkToIssue } from '#lib/server/cases/link-to-issue.ts';
import { listIssues } from '#lib/server/cases/queries/common-issues.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const state: IssueState = url.searchParams.get('state') === 'settled' ? 'settled' : 'open';
	const after = /^\d{1,9}$/.exec(url.searchParams.get('after') ?? '')?.[0];
	const { rows, next } = await orNotFound(() => listIssues(context, { state, after: after ? Number(after) : null }));
	return { state, rows, next: next && `?state=${state}&after=${next}`, mayWrite: keepsSomeIssues(context.actor) };
};

export const actions: Actions = {
	/** From the page of a case, where the issue is chosen. */
	link: formAction(
		v.object({ number: caseNumber, issue: rowId('issue.missing') }),
		async ({ number, issue }, event) => {
			await linkToIssue(staffContext(event.locals), number, issue);
			redirect(303, `/staff/cases/${number}`);
		}
	)
};
