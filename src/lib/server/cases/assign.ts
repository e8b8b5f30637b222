import { and, eq, isNotNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { assignments } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { acceptCase } from './accept.ts';
import { advance } from './advance.ts';
import { assertUnitMayHave, headFor } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Assignment = { version: number; unitId: number; instruction: string };

/**
 * 交办 to one lead unit; its head is in charge until somebody signs. A confidential case needs its checked text first
 * (`case.has-no-checked-text`); a unit that returned the case gets it again only by 指定承办 (`case.same-unit`), one
 * that is excluded not at all (`case.excluded-unit`).
 */
export function assignCase(
	context: Context,
	number: CaseNumber,
	{ version, unitId, instruction }: Assignment
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'assign', subject);
		if (subject.identity === 'confidential' && subject.checkedTextId === null)
			throw new Refusal('case.has-no-checked-text');
		await assertUnitMayHave(context, subject, unitId);
		if (await hasReturned(context, subject, unitId)) throw new Refusal('case.same-unit');
		const ownerId = await headFor(context, subject, unitId);
		await context.db.insert(assignments).values({ caseId: subject.id, unitId, assignedAt: context.now });
		const assigned = await advance(context, subject, 'assign', { unitId, ownerId, isDesignated: false });
		await record(context, caseStream(subject.id), 'case.assigned', {
			unitId,
			ownerId,
			instruction: instruction ? await writeText(context, subject.id, 'instruction', { text: instruction }) : null
		});
		return assigned;
	});
}

/** 受理 and 交办 in one step, for a small office: both or neither. */
export function acceptAndAssign(context: Context, number: CaseNumber, assignment: Assignment): Promise<Case> {
	return inTransaction(context, async (context) => {
		const accepted = await acceptCase(context, number, assignment.version);
		return assignCase(context, number, { ...assignment, version: accepted.version });
	});
}

async function hasReturned(context: Context, subject: Case, unitId: number): Promise<boolean> {
	const [returned] = await context.db
		.select({ id: assignments.id })
		.from(assignments)
		.where(and(eq(assignments.caseId, subject.id), eq(assignments.unitId, unitId), isNotNull(assignments.returnedAt)))
		.limit(1);
	return returned !== undefined;
}
