import { type AnyPgColumn, bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { staff } from './staff.ts';

/** 区域: village, community or park zone; a tree. Its dispatcher is in charge of what was filed there and not yet assigned. */
export const areas = pgTable('areas', {
	id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	name: text().notNull().unique(),
	parentId: bigint({ mode: 'number' }).references((): AnyPgColumn => areas.id),
	dispatcherId: bigint({ mode: 'number' }).references(() => staff.id),
	isActive: boolean().notNull().default(true)
});
