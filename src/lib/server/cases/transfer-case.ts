import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { assignments } from '../db/schema/handling.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { assertUnitMayHave, headFor } from './in-charge.ts';
import type { Proposal } from './open-proposal.ts';
import type { Case } from './take-case.ts';

/**
 * 移交其他单位: the receiving unit's head is in charge from now on; state and due stay. In rework never whoever handled
 * it first; before that, who has it now counts as the first. Throws `case.excluded-unit`.
 */
export async function transferCase(context: Context, subject: Case, proposal: Proposal, words: TextRef): Promise<Case> {
	const { db, now } = context;
	const { unitId } = proposal;
	const fromUnitId = subject.unitId;
	if (unitId === null || fromUnitId === null) throw new Error(`a transfer of case ${subject.id} without units`);
	await assertUnitMayHave(context, subject, unitId);
	const isRework = subject.state === 'rework';
	const ownerId = await headFor(context, subject, unitId);
	await db
		.update(assignments)
		.set({ endedAt: now })
		.where(
			and(
				eq(assignments.caseId, subject.id),
				eq(assignments.unitId, fromUnitId),
				isNull(assignments.returnedAt),
				isNull(assignments.endedAt)
			)
		);
	await db.insert(assignments).values({ caseId: subject.id, unitId, assignedAt: now, signedAt: now });
	const first = isRework ? {} : { firstHandlerId: ownerId };
	const transferred = await advance(context, subject, 'transfer', { unitId, ownerId, ...first });
	await record(context, caseStream(subject.id), 'case.transferred', { fromUnitId, unitId, ownerId, words });
	return transferred;
}
