import { and, eq, inArray } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** 撤回 by the resident, in every open state before the answer and in rework. */
export function withdrawCase(context: Context, number: CaseNumber, { reason }: { reason: string }): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'withdraw', subject);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		const withdrawn = await advance(context, subject, 'withdraw', {
			dueAt: null,
			pausedAt: null,
			supplyBy: null,
			resumesTo: null,
			closedAt: context.now,
			closedAs: 'withdrawn'
		});
		await context.db
			.update(answerDrafts)
			.set({ state: 'returned' })
			.where(and(eq(answerDrafts.caseId, subject.id), inArray(answerDrafts.state, ['open', 'submitted'])));
		await record(context, caseStream(subject.id), 'case.withdrawn', {
			reason: reason ? await writeText(context, subject.id, 'reason', { text: reason }) : null
		});
		return withdrawn;
	});
}
