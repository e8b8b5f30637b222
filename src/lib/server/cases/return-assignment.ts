import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { workdayAfter } from '../../domain/deadline.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { assignments } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { assertUnitMayHave, dispatcherFor, headFor } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 退单: a unit says the matter is not its own; once per unit, within a working day, never after 指定承办. The
 * dispatcher is in charge again. Throws `case.already-designated`, `case.already-returned`, `case.too-late`.
 */
export function returnAssignment(
	context: Context,
	number: CaseNumber,
	{ version, reason }: { version: number; reason: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'return-assignment', subject);
		const { db, now } = context;
		if (subject.isDesignated) throw new Refusal('case.already-designated');
		const unitId = subject.unitId;
		if (unitId === null) throw new Refusal('case.not-in-this-state', { state: subject.state });
		const ofUnit = and(eq(assignments.caseId, subject.id), eq(assignments.unitId, unitId));
		const [before] = await db
			.select()
			.from(assignments)
			.where(and(ofUnit, isNotNull(assignments.returnedAt)))
			.limit(1);
		if (before) throw new Refusal('case.already-returned');
		const [current] = await db
			.select()
			.from(assignments)
			.where(and(ofUnit, isNull(assignments.returnedAt)))
			.orderBy(desc(assignments.id))
			.limit(1);
		if (current && now >= workdayAfter(current.assignedAt, await loadCalendar(db))) throw new Refusal('case.too-late');
		await db
			.update(assignments)
			.set({ returnedAt: now })
			.where(and(ofUnit, isNull(assignments.returnedAt)));
		const ownerId = await dispatcherFor(context, subject);
		const returned = await advance(context, subject, 'return-assignment', { ownerId });
		await record(context, caseStream(subject.id), 'case.return-requested', {
			unitId,
			ownerId,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		return returned;
	});
}

/**
 * 指定承办: the dispatcher names the same unit after hearing its reason; it may not be returned again. Throws
 * `case.excluded-unit`.
 */
export function designateUnit(
	context: Context,
	number: CaseNumber,
	{ version, reason }: { version: number; reason: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'designate', subject);
		const unitId = subject.unitId;
		if (unitId === null) throw new Refusal('case.not-in-this-state', { state: subject.state });
		await assertUnitMayHave(context, subject, unitId);
		const ownerId = await headFor(context, subject, unitId);
		await context.db
			.insert(assignments)
			.values({ caseId: subject.id, unitId, isDesignated: true, assignedAt: context.now });
		const designated = await advance(context, subject, 'designate', { ownerId, isDesignated: true });
		await record(context, caseStream(subject.id), 'case.designated', {
			unitId,
			ownerId,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		return designated;
	});
}
