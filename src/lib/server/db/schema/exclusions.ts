import { sql } from 'drizzle-orm';
import { bigint, index, pgTable } from 'drizzle-orm/pg-core';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

/** 回避: a unit (with its sub-units) or a person that may not find the case. Lifting keeps the row. */
export const exclusions = pgTable(
	'exclusions',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		caseId: bigint({ mode: 'number' })
			.notNull()
			.references(() => cases.id),
		unitId: bigint({ mode: 'number' }).references(() => units.id),
		staffId: bigint({ mode: 'number' }).references(() => staff.id),
		setAt: instant().notNull(),
		liftedAt: instant()
	},
	(table) => [
		index().on(table.caseId),
		index()
			.on(table.unitId)
			.where(sql`${table.liftedAt} is null`),
		index()
			.on(table.staffId)
			.where(sql`${table.liftedAt} is null`)
	]
);
