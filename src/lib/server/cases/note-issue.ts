import { eq } from 'drizzle-orm';
import type { IssueState } from '../../domain/common-issue.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { commonIssues, issueNotes } from '../db/schema/common-issues.ts';
import type { EventKind } from '../events/catalogue.ts';
import { issueStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { assertNamesNobody, takeIssue } from './common-issue.ts';

type Note = { text: string; officeNumbers: readonly string[] };

/** 进展: a dated note that residents of its cases and everybody else read. Throws `issue.personal-data`. */
export function noteIssue(context: Context<StaffActor>, id: number, note: Note): Promise<void> {
	return tell(context, id, note, { from: 'open', to: 'open', kind: 'issue.noted' });
}

/** 了结, with a last note. The cases keep their own clocks and answers. */
export function settleIssue(context: Context<StaffActor>, id: number, note: Note): Promise<void> {
	return tell(context, id, note, { from: 'open', to: 'settled', kind: 'issue.settled' });
}

/** It is back: open again, with a note that says why. */
export function reopenIssue(context: Context<StaffActor>, id: number, note: Note): Promise<void> {
	return tell(context, id, note, { from: 'settled', to: 'open', kind: 'issue.reopened' });
}

type Step = {
	from: IssueState;
	to: IssueState;
	kind: Extract<EventKind, 'issue.noted' | 'issue.settled' | 'issue.reopened'>;
};

function tell(
	context: Context<StaffActor>,
	id: number,
	{ text, officeNumbers }: Note,
	{ from, to, kind }: Step
): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const issue = await takeIssue(context, id);
		if (issue.state !== from) throw new Refusal(from === 'open' ? 'issue.settled' : 'issue.changed');
		assertNamesNobody([text], officeNumbers);
		const note = await writeText(context, null, 'issue-note', { text });
		await db.insert(issueNotes).values({ issueId: id, textId: note.textId, notedById: actor.id, notedAt: now });
		if (to !== from)
			await db
				.update(commonIssues)
				.set({ state: to, settledAt: to === 'settled' ? now : null })
				.where(eq(commonIssues.id, id));
		await record(context, issueStream(id), kind, { note });
	});
}
