import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { readStoredNumber } from '../../domain/case-number.ts';
import { openStates } from '../../domain/lifecycle.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { staff } from '../db/schema/staff.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { handledFirst } from './handled-first.ts';
import { anotherDispatcher, headFor, listEligibleHandlers } from './in-charge.ts';
import { type Case, takeCase } from './take-case.ts';

/**
 * 移交: hands every open case of a person to another of the unit, one transaction a case, in order of id. A case the
 * other may not have (回避, first handler in rework) goes to the next head, or before assignment to a dispatcher.
 * By the unit's head or an administrator, who need not see the cases. Returns how many moved. Throws `staff.not-found`,
 * `staff.same-person`.
 */
export async function handOver(
	context: Context,
	{ fromId, toId }: { fromId: number; toId: number }
): Promise<{ moved: number }> {
	const { actor, db } = context;
	const [person] = await db.select({ unitId: staff.unitId }).from(staff).where(eq(staff.id, fromId)).limit(1);
	const leads =
		actor.kind === 'staff' && person && actor.roles.includes('head') && actor.unitIds.includes(person.unitId);
	const administers = actor.kind === 'staff' && actor.roles.includes('administrator');
	if (!person || !(leads || administers)) throw new Refusal('staff.not-found');
	if (fromId === toId) throw new Refusal('staff.same-person');
	let moved = 0;
	let lastId = 0;
	for (;;) {
		const owned = await db
			.select({ id: cases.id, number: cases.number })
			.from(cases)
			.where(and(eq(cases.ownerId, fromId), inArray(cases.state, [...openStates]), gt(cases.id, lastId)))
			.orderBy(asc(cases.id))
			.limit(100);
		if (owned.length === 0) return { moved };
		for (const { id, number } of owned) {
			await inTransaction(context, (context) => handOne(context, number, fromId, toId));
			lastId = id;
			moved++;
		}
	}
}

async function handOne(context: Context, number: string, fromId: number, toId: number): Promise<void> {
	// the administrator hands over what they may not read: the row is found as the system, the event names the person
	const subject = await takeCase(
		{ ...context, actor: { kind: 'system', job: 'hand-over' } },
		readStoredNumber(number),
		null
	);
	if (subject.ownerId !== fromId) return;
	const ownerId = await nextOwner(context, subject, fromId, toId);
	await advance(context, subject, 'hand-over', { ownerId });
	await record(context, caseStream(subject.id), 'case.handed-over', { fromId, ownerId });
}

async function nextOwner(context: Context, subject: Case, fromId: number, toId: number): Promise<number> {
	if (subject.unitId === null || subject.state === 'return_requested') {
		return anotherDispatcher(context, subject, fromId);
	}
	const isFirst = subject.state === 'rework' && (await handledFirst(context, subject)).includes(toId);
	const eligible = await listEligibleHandlers(context, subject, subject.unitId);
	if (!isFirst && eligible.some(({ id }) => id === toId)) return toId;
	return headFor(context, subject, subject.unitId, [fromId]);
}
