import { and, eq } from 'drizzle-orm';
import { readStoredNumber } from '../../domain/case-number.ts';
import { triedForMs } from '../../domain/messages.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { permit, takeCase } from '../cases/take-case.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { messages } from '../db/schema/messages.ts';
import { caseStream, record } from '../events/record.ts';

/**
 * 重发: a dead letter is tried for two more days, under the id it had. Throws `case.not-found` where there is no such
 * dead letter of a case the person may see.
 */
export function resendMessage(context: Context<StaffActor>, messageId: number): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		const [dead] = await db
			.select({ number: cases.number })
			.from(messages)
			.innerJoin(cases, eq(cases.id, messages.caseId))
			.where(and(eq(messages.id, messageId), eq(messages.state, 'dead')))
			.limit(1);
		if (!dead) throw new Refusal('case.not-found');
		const subject = await takeCase(context, readStoredNumber(dead.number), null);
		permit(context, 'resend-message', subject);
		const expiresAt = new Date(now.getTime() + triedForMs);
		const again = await db
			.update(messages)
			.set({ state: 'waiting', attempts: 0, dueAt: now, expiresAt, settledAt: null })
			.where(and(eq(messages.id, messageId), eq(messages.state, 'dead')))
			.returning({ id: messages.id });
		if (again.length === 0) throw new Refusal('case.not-found');
		await record(context, caseStream(subject.id), 'case.message-resent', { messageId });
	});
}
