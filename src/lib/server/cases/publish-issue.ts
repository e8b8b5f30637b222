import { eq } from 'drizzle-orm';
import { keepsSomeIssues } from '../../domain/common-issue.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { commonIssues } from '../db/schema/common-issues.ts';
import { issueStream, record } from '../events/record.ts';
import { assertNamesNobody, issueColumns, publishedIssueRef, readIssue } from './common-issue.ts';

/**
 * A second person makes the words of a common issue public as they stand, after the same check once more. Any
 * dispatcher, supervisor or head may be the second. Throws `issue.second-person` for the writer, `issue.changed` where
 * the draft is another by now.
 */
export async function publishIssue(
	context: Context<StaffActor>,
	id: number,
	{ textId, officeNumbers }: { textId: number; officeNumbers: readonly string[] }
): Promise<void> {
	if (!keepsSomeIssues(context.actor)) throw new Refusal('case.not-found');
	await inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const [row] = await db.select().from(commonIssues).where(eq(commonIssues.id, id)).for('update');
		if (!row) throw new Refusal('case.not-found');
		if (row.draftTextId !== textId) throw new Refusal('issue.changed');
		if (row.draftedById === actor.id) throw new Refusal('issue.second-person');
		const { issue, ref } = await readIssue(context, textId);
		assertNamesNobody([issue.title, issue.known, issue.doing], officeNumbers);
		const before = await publishedIssueRef(context, row);
		await db
			.update(commonIssues)
			.set({
				...issueColumns(issue),
				...{ publishedTextId: textId, publishedAt: row.publishedAt ?? now },
				...{ draftTextId: null, draftedAt: null, draftedById: null }
			})
			.where(eq(commonIssues.id, id));
		await record(context, issueStream(id), 'issue.published', { issue: ref, before });
	});
}
