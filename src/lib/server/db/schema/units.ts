import { type AnyPgColumn, bigint, boolean, index, pgTable, text } from 'drizzle-orm/pg-core';

/** 承办单位: a tree; the head of a unit answers for its sub-units too. */
export const units = pgTable(
	'units',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		name: text().notNull().unique(),
		parentId: bigint({ mode: 'number' }).references((): AnyPgColumn => units.id),
		/** The published office number that answers and notices may name. */
		phone: text().notNull().default(''),
		isActive: boolean().notNull().default(true)
	},
	(table) => [index().on(table.parentId)]
);
