import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { visibleTo } from './visible-to.ts';

const ownersUnit = alias(units, 'owners_unit');

/** The one case a resident's session is for, with who has it: one look-up by key. */
export async function findResidentCase(context: Context) {
	const { actor } = context;
	if (actor.kind !== 'resident') throw new Refusal('case.not-found');
	const [found] = await context.db
		.select({
			subject: cases,
			owner: staff.name,
			ownerUnit: ownersUnit.name,
			unit: units.name,
			unitPhone: units.phone,
			category: categories.name,
			categoryEn: categories.nameEn
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.innerJoin(ownersUnit, eq(ownersUnit.id, staff.unitId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.where(and(eq(cases.id, actor.caseId), visibleTo(context)))
		.limit(1);
	if (!found) throw new Refusal('case.not-found');
	return found;
}
