import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, check, date, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ReportKind } from '../../../domain/report-period.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { texts } from './texts.ts';

const id = () => bigint({ mode: 'number' });

/** 阶段性总结: a working text while drafted; once frozen its figures and words are text versions, and the row never changes. */
export const reports = pgTable(
	'reports',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		kind: text().$type<ReportKind>().notNull(),
		fromOn: date({ mode: 'string' }).notNull(),
		toOn: date({ mode: 'string' }).notNull(),
		state: text().$type<'drafted' | 'frozen'>().notNull().default('drafted'),
		/** Grows with every change of the words: two who write at once hear of it. */
		version: integer().notNull().default(1),
		/** JSON of the commentary's parts while drafted; after that the text version counts. */
		parts: text().notNull(),
		/** 更正: the frozen report this one puts right. */
		correctsId: id().references((): AnyPgColumn => reports.id),
		draftedById: id()
			.notNull()
			.references(() => staff.id),
		savedAt: instant().notNull(),
		frozenById: id().references(() => staff.id),
		frozenAt: instant(),
		/** Up to when the ledger was counted. */
		asOf: instant(),
		figuresId: id().references(() => texts.id),
		wordsId: id().references(() => texts.id)
	},
	(table) => [
		index().on(table.kind, table.fromOn),
		/** One report of a period, and one correction of a report. */
		uniqueIndex('one_report_of_a_period')
			.on(table.kind, table.fromOn)
			.where(sql`${table.correctsId} is null`),
		uniqueIndex('one_correction_of_a_report')
			.on(table.correctsId)
			.where(sql`${table.correctsId} is not null`),
		check(
			'frozen_has_figures',
			sql`(${table.state} = 'frozen') = (num_nonnulls(${table.frozenById}, ${table.frozenAt}, ${table.asOf}, ${table.figuresId}, ${table.wordsId}) = 5)`
		)
	]
);
