import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { BulkAct } from '../../../domain/bulk.ts';
import type { RefusalKey } from '../../../domain/refusal.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });
const unit = () => id().references(() => units.id);
const person = () =>
	id()
		.notNull()
		.references(() => staff.id);

/** A filter of the queue under a name: a person's own, or (where `unitId` is set) the whole unit's. */
export const savedViews = pgTable(
	'saved_views',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		/** Who made it. */
		staffId: person(),
		unitId: unit(),
		name: text().notNull(),
		/** The filter as it stands in the address. */
		query: text().notNull()
	},
	(table) => [index().on(table.staffId), index().on(table.unitId)]
);

/** 常用答复语: a person's own, or the whole unit's. */
export const phrases = pgTable(
	'phrases',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		staffId: id().references(() => staff.id),
		unitId: unit(),
		body: text().notNull()
	},
	(table) => [
		index().on(table.staffId),
		index().on(table.unitId),
		check('phrase_has_one_owner', sql`(${table.staffId} is null) <> (${table.unitId} is null)`)
	]
);

/** One press of a button of the bulk bar; the key is the form's, so that a repeated post is recognised. Kept for a day. */
export const bulkRuns = pgTable(
	'bulk_runs',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		staffId: person(),
		key: text().notNull(),
		act: text().$type<BulkAct>().notNull(),
		startedAt: instant().notNull()
	},
	(table) => [uniqueIndex().on(table.staffId, table.key), index().on(table.startedAt)]
);

/** What became of each case of a run: done (in the act's own transaction), or why it was refused. */
export const bulkItems = pgTable(
	'bulk_items',
	{
		runId: id()
			.notNull()
			.references(() => bulkRuns.id, { onDelete: 'cascade' }),
		number: text().notNull(),
		refusal: text().$type<RefusalKey>(),
		details: jsonb().$type<Record<string, string | number>>()
	},
	(table) => [primaryKey({ columns: [table.runId, table.number] })]
);
