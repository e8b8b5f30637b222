import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import type { Case } from './take-case.ts';

/**
 * Who must not handle a case anew: who signed it first, and who wrote the first answer, which may have been a stand-in
 * (换人 means another person, whosever name it was done in).
 */
export async function handledFirst(
	{ db }: Pick<Context, 'db'>,
	subject: Pick<Case, 'id' | 'firstHandlerId'>
): Promise<number[]> {
	const written = await db
		.selectDistinct({ id: answerDrafts.drafterId })
		.from(answerDrafts)
		.where(and(eq(answerDrafts.caseId, subject.id), eq(answerDrafts.round, 1), eq(answerDrafts.state, 'published')))
		.limit(10);
	return [...written.map(({ id }) => id), ...(subject.firstHandlerId === null ? [] : [subject.firstHandlerId])];
}
