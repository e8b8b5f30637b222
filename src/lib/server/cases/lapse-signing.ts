import { and, eq, isNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { assignments } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * The clock's act: nobody signed within the working day, so it counts as signed (no waiting game). Who is in charge
 * stays so and is the first handler. Does nothing where the case has moved on or the time is not up.
 */
export function lapseSigning(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		const { ownerId, stepDueAt } = subject;
		if (subject.state !== 'assigned' || !stepDueAt || stepDueAt > context.now) return;
		permit(context, 'lapse-signing', subject);
		await context.db
			.update(assignments)
			.set({ signedAt: context.now })
			.where(and(eq(assignments.caseId, subject.id), isNull(assignments.signedAt), isNull(assignments.returnedAt)));
		await advance(context, subject, 'lapse-signing', { firstHandlerId: ownerId });
		await record(context, caseStream(subject.id), 'case.signing-lapsed', { ownerId });
	});
}
