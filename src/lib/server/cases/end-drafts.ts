import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { answerDrafts } from '../db/schema/handling.ts';

/** No answer is owed any more: what was being written goes back to its drafter. */
export async function endDrafts({ db }: Context, caseId: number): Promise<void> {
	await db
		.update(answerDrafts)
		.set({ state: 'returned' })
		.where(and(eq(answerDrafts.caseId, caseId), inArray(answerDrafts.state, ['open', 'submitted'])));
}
