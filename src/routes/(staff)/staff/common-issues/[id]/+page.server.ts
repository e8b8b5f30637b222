import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { keepsSomeIssues } from '#lib/domain/common-issue.ts';
import { rowId } from '#lib/domain/form-fields.ts';
import { linkToIssue, unlinkFromIssue } from '#lib/server/cases/link-to-issue.ts';
import { noteIssue, reopenIssue, settleIssue } from '#lib/server/cases/note-issue.ts';
import { publishIssue } from '#lib/server/cases/publish-issue.ts';
import { findIssue } from '#lib/server/cases/queries/common-issues.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { linkForm, noteForm } from '#lib/server/http/issue-form.ts';
import { officeNumbersOf } from '#lib/server/http/office-numbers.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (id = '') => (/^\d{1,9}$/.test(id) ? Number(id) : error(404, { message: 'not-found' }));

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const context = staffContext(locals);
	const one = await orNotFound(() => findIssue(context, idOf(params.id)));
	return {
		one,
		mayPublish: keepsSomeIssues(context.actor),
		done: url.searchParams.get('done'),
		number: url.searchParams.get('number') ?? ''
	};
};

function done(event: RequestEvent, what: string): never {
	redirect(303, `/staff/common-issues/${event.params.id}?done=${what}`);
}

/** One of the notes that everybody reads. */
const told = (act: typeof noteIssue, what: string) =>
	formAction(noteForm, async ({ note }, event: RequestEvent) => {
		const officeNumbers = await officeNumbersOf(event);
		await act(staffContext(event.locals), idOf(event.params.id), { text: note, officeNumbers });
		done(event, what);
	});

export const actions: Actions = {
	publish: formAction(v.object({ draft: rowId('version.missing') }), async ({ draft }, event) => {
		const officeNumbers = await officeNumbersOf(event);
		await publishIssue(staffContext(event.locals), idOf(event.params.id), { textId: draft, officeNumbers });
		done(event, 'published');
	}),
	note: told(noteIssue, 'noted'),
	settle: told(settleIssue, 'settledNow'),
	reopen: told(reopenIssue, 'reopened'),
	link: formAction(linkForm, async ({ number }, event) => {
		await linkToIssue(staffContext(event.locals), number, idOf(event.params.id));
		done(event, `linkedNow&number=${number}`);
	}),
	unlink: formAction(linkForm, async ({ number, from }, event) => {
		await unlinkFromIssue(staffContext(event.locals), number);
		if (from === 'case') redirect(303, `/staff/cases/${number}`);
		done(event, `unlinkedNow&number=${number}`);
	})
};
