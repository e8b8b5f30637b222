import { and, eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { linksCase } from '../../domain/common-issue.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { commonIssues, issueLinks } from '../db/schema/common-issues.ts';
import { caseStream, record } from '../events/record.ts';
import { mayBeTold } from './common-issue.ts';
import { type Case, takeCase } from './take-case.ts';

type StaffContext = Context<StaffActor>;

/**
 * Says that a case is about a common issue; nothing else of it changes, its clock and answer stay its own. Throws
 * `issue.kept-apart` for a case that may not be told of, `issue.linked-already`, `issue.settled`.
 */
export function linkToIssue(context: StaffContext, number: CaseNumber, issueId: number): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const subject = await takeLinkable(context, number);
		const [issue] = await db
			.select({ state: commonIssues.state })
			.from(commonIssues)
			.where(eq(commonIssues.id, issueId))
			.for('share');
		if (!issue) throw new Refusal('case.not-found');
		if (issue.state === 'settled') throw new Refusal('issue.settled');
		if ((await db.$count(cases, and(eq(cases.id, subject.id), mayBeTold()))) === 0)
			throw new Refusal('issue.kept-apart');
		const linked = await db
			.insert(issueLinks)
			.values({ caseId: subject.id, issueId, linkedById: actor.id, linkedAt: now })
			.onConflictDoNothing()
			.returning({ caseId: issueLinks.caseId });
		if (linked.length === 0) throw new Refusal('issue.linked-already');
		await record(context, caseStream(subject.id), 'case.linked-to-issue', { issueId });
	});
}

/** Takes a case out of its common issue. Throws `case.not-found` where it is in none. */
export function unlinkFromIssue(context: StaffContext, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeLinkable(context, number);
		const [link] = await context.db.delete(issueLinks).where(eq(issueLinks.caseId, subject.id)).returning();
		if (!link) throw new Refusal('case.not-found');
		await record(context, caseStream(subject.id), 'case.unlinked-from-issue', { issueId: link.issueId });
	});
}

/** Open or closed, but not a dossier: that is read-only. */
async function takeLinkable(context: StaffContext, number: CaseNumber): Promise<Case> {
	const subject = await takeCase(context, number, null);
	if (!linksCase(context.actor, subject.unitId)) throw new Refusal('case.not-yours');
	if (subject.state === 'archived') throw new Refusal('case.not-in-this-state');
	return subject;
}
