import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';

/** Active staff with their unit, for choosing a person. At most 500. */
export function listColleagues({ db }: Pick<Context, 'db'>) {
	return db
		.select({ id: staff.id, name: staff.name, unit: units.name, unitId: staff.unitId })
		.from(staff)
		.innerJoin(units, eq(units.id, staff.unitId))
		.where(eq(staff.isActive, true))
		.orderBy(asc(units.id), asc(staff.id))
		.limit(500);
}
