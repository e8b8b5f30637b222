import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import { isShiftInOrder, type Shift } from '../../domain/duty-roster.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { shifts } from '../db/schema/duty-roster.ts';
import { staff } from '../db/schema/staff.ts';
import { record } from '../events/record.ts';

type StaffContext = Context<StaffActor>;

/** Administrators and supervisors keep the roster; everybody on the staff reads it. */
export function keepsRoster({ roles }: StaffActor): boolean {
	return roles.includes('administrator') || roles.includes('supervisor');
}

/**
 * 排班: adds turns of duty, all or none. Throws `shift.overlaps` (with whom and from when) where somebody would be on
 * duty twice at a time, `shift.out-of-order`, `staff.not-found`.
 */
export async function setShifts(context: StaffContext, wanted: readonly Shift[]): Promise<number> {
	if (!keepsRoster(context.actor)) throw new Refusal('case.not-found');
	return inTransaction(context, async (context) => {
		const names = await lockPeople(context, wanted);
		for (const { staffId, fromAt, untilAt } of wanted) {
			if (!isShiftInOrder({ fromAt, untilAt })) throw new Refusal('shift.out-of-order');
			const name = names.get(staffId);
			if (name === undefined) throw new Refusal('staff.not-found');
			await assertFree(context, { staffId, fromAt, untilAt }, name);
			const [shift] = await context.db.insert(shifts).values({ staffId, fromAt, untilAt }).returning({ id: shifts.id });
			if (!shift) throw new Error('a shift was not stored');
			await record(context, 'settings', 'settings.shift-set', {
				shiftId: shift.id,
				staffId,
				fromAt: fromAt.toISOString(),
				untilAt: untilAt.toISOString()
			});
		}
		return wanted.length;
	});
}

/** Takes a turn of duty off the roster, unless it is over. Throws `case.not-found`. */
export async function removeShift(context: StaffContext, shiftId: number): Promise<void> {
	if (!keepsRoster(context.actor)) throw new Refusal('case.not-found');
	await inTransaction(context, async (context) => {
		const { db, now } = context;
		const [removed] = await db
			.delete(shifts)
			.where(and(eq(shifts.id, shiftId), gt(shifts.untilAt, now)))
			.returning({ id: shifts.id });
		if (!removed) throw new Refusal('case.not-found');
		await record(context, 'settings', 'settings.shift-removed', { shiftId });
	});
}

/** Two who put the same person on the roster at once wait for each other. Returns the names of those who may be. */
async function lockPeople({ db }: StaffContext, wanted: readonly Shift[]): Promise<Map<number, string>> {
	const ids = [...new Set(wanted.map(({ staffId }) => staffId))];
	if (ids.length === 0) return new Map();
	const people = await db
		.select({ id: staff.id, name: staff.name })
		.from(staff)
		.where(and(inArray(staff.id, ids), eq(staff.isActive, true)))
		.orderBy(asc(staff.id))
		.for('no key update');
	return new Map(people.map(({ id, name }) => [id, name]));
}

async function assertFree({ db }: StaffContext, { staffId, fromAt, untilAt }: Shift, name: string): Promise<void> {
	const [other] = await db
		.select({ fromAt: shifts.fromAt })
		.from(shifts)
		.where(and(eq(shifts.staffId, staffId), lt(shifts.fromAt, untilAt), gt(shifts.untilAt, fromAt)))
		.limit(1);
	if (other) throw new Refusal('shift.overlaps', { name, at: other.fromAt.toISOString() });
}
