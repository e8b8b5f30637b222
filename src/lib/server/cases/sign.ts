import { and, eq, isNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { assignments } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { assertEligibleHandler } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** 签收: who signs is in charge from now on and is the first handler of this round. */
export function signCase(context: Context, number: CaseNumber, version: number): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'sign', subject);
		const { actor, db, now } = context;
		if (actor.kind !== 'staff' || subject.unitId === null) throw new Refusal('case.not-yours');
		await assertEligibleHandler(context, subject, actor.unitId, actor.id);
		await db
			.update(assignments)
			.set({ signedAt: now })
			.where(
				and(
					eq(assignments.caseId, subject.id),
					eq(assignments.unitId, subject.unitId),
					isNull(assignments.signedAt),
					isNull(assignments.returnedAt)
				)
			);
		const signed = await advance(context, subject, 'sign', { ownerId: actor.id, firstHandlerId: actor.id });
		await record(context, caseStream(subject.id), 'case.signed', { ownerId: actor.id });
		return signed;
	});
}
