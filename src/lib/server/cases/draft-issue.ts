import { eq } from 'drizzle-orm';
import { type Issue, keepsIssue, partsOfIssue } from '../../domain/common-issue.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { commonIssues } from '../db/schema/common-issues.ts';
import { issueStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { assertNamesNobody, issueColumns, publishedIssueRef, takeIssue } from './common-issue.ts';

export type DraftedIssue = {
	/** Null begins a new one. */
	id: number | null;
	/** The version the form was made from; null for a new one. */
	baseTextId: number | null;
	issue: Issue;
	officeNumbers: readonly string[];
};

/**
 * Writes a common issue (共性问题) or new words of one, for a second person to publish; what is published stays until
 * then. Returns its id. Throws `issue.personal-data`, and `issue.changed` where somebody else wrote meanwhile.
 */
export async function draftIssue(
	context: Context<StaffActor>,
	{ id, baseTextId, issue, officeNumbers }: DraftedIssue
): Promise<number> {
	if (!keepsIssue(context.actor, issue.unitId)) throw new Refusal('case.not-found');
	assertNamesNobody([issue.title, issue.known, issue.doing], officeNumbers);
	return inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const known = id === null ? null : await takeIssue(context, id);
		if (known && (known.draftTextId ?? known.publishedTextId) !== baseTextId) throw new Refusal('issue.changed');
		const written = await writeText(context, null, 'issue', partsOfIssue(issue));
		const draft = { draftTextId: written.textId, draftedAt: now, draftedById: actor.id };
		const [row] = known
			? await db
					.update(commonIssues)
					.set(known.publishedTextId === null ? { ...issueColumns(issue), ...draft } : draft)
					.where(eq(commonIssues.id, known.id))
					.returning({ id: commonIssues.id })
			: await db
					.insert(commonIssues)
					.values({ ...issueColumns(issue), ...draft, state: 'open' })
					.returning({ id: commonIssues.id });
		if (!row) throw new Error('a common issue was not stored');
		const before = known && (await publishedIssueRef(context, known));
		await record(context, issueStream(row.id), 'issue.drafted', { issue: written, before });
		return row.id;
	});
}
