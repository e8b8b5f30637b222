import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ReadColumn, RowProblem, RowWarning, FormerRow } from '../../../domain/former-register.ts';
import { bytea } from './bytea.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

const id = () => bigint({ mode: 'number' });

/** 导入原台账: one file that was tried, and written once somebody confirmed it. */
export const imports = pgTable(
	'imports',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		/** SHA-256 of what is taken over of it: the same file saved anew is the same. */
		digest: bytea().notNull().unique(),
		state: text().$type<'checked' | 'running' | 'done'>().notNull(),
		columns: jsonb().$type<readonly ReadColumn[]>().notNull(),
		uploadedById: id()
			.notNull()
			.references(() => staff.id),
		uploadedAt: instant().notNull(),
		confirmedById: id().references(() => staff.id),
		confirmedAt: instant(),
		endedAt: instant()
	},
	(table) => [
		index()
			.on(table.id)
			.where(sql`${table.state} in ('checked', 'running')`)
	]
);

/** A row of such a file. What it says is kept until it is a case, or given up. */
export const importRows = pgTable(
	'import_rows',
	{
		importId: id()
			.notNull()
			.references(() => imports.id),
		/** As the sheet counts it. */
		row: integer().notNull(),
		/** Waiting, or what became of it; `wrong` rows never become a case. */
		state: text().$type<'wrong' | 'known' | 'waiting' | 'made' | 'failed'>().notNull(),
		/** Null once it is done with. */
		says: jsonb().$type<FormerRow>(),
		problems: jsonb().$type<readonly RowProblem[]>().notNull(),
		warnings: jsonb().$type<readonly RowWarning[]>().notNull(),
		/** The submission key of the case it becomes: its digest, so that a second import makes no second case. */
		key: text().notNull(),
		caseId: id().references(() => cases.id),
		/** Why it was refused in the end. */
		refusal: text()
	},
	(table) => [
		primaryKey({ columns: [table.importId, table.row] }),
		index()
			.on(table.importId, table.row)
			.where(sql`${table.state} = 'waiting'`)
	]
);
