import { asc, eq, gt } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { shifts } from '../db/schema/duty-roster.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';

/** Who is on duty from now on, the nearest first; at most 200 turns. */
export function listRoster({ db, now }: Pick<Context, 'db' | 'now'>) {
	return db
		.select({
			id: shifts.id,
			staffId: shifts.staffId,
			name: staff.name,
			unit: units.name,
			fromAt: shifts.fromAt,
			untilAt: shifts.untilAt
		})
		.from(shifts)
		.innerJoin(staff, eq(staff.id, shifts.staffId))
		.innerJoin(units, eq(units.id, staff.unitId))
		.where(gt(shifts.untilAt, now))
		.orderBy(asc(shifts.fromAt), asc(shifts.id))
		.limit(200);
}
