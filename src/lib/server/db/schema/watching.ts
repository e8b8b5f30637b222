import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ReadingMeasure } from '../../../domain/bulk-reading.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

/** Rounds over the whole ledger, the last one first: how far it came, what it counted, what it found broken. */
export const ledgerChecks = pgTable('ledger_checks', {
	id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	begunAt: instant().notNull(),
	/** Null while it is under way: a night that was cut short goes on from `afterStream`. */
	endedAt: instant(),
	/** The last stream that was looked at whole. */
	afterStream: text().notNull().default(''),
	events: integer().notNull().default(0),
	streams: integer().notNull().default(0),
	texts: integer().notNull().default(0),
	/** The first broken row and what is wrong with it; null where nothing is. */
	brokenAt: text(),
	why: text()
});

/** What a timed task reported last: counts and ids, never words. */
export const taskReports = pgTable('task_reports', {
	task: text().primaryKey(),
	at: instant().notNull(),
	report: jsonb().$type<Record<string, number | readonly number[]>>().notNull()
});

/**
 * How many pages of cases a member of staff opened in an hour: a count against bulk reading, without which case and
 * without a moment. No record of working time; kept 90 days.
 */
export const pageReads = pgTable(
	'page_reads',
	{
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		/** The beginning of the hour. */
		hour: instant().notNull(),
		pages: integer().notNull()
	},
	(table) => [primaryKey({ columns: [table.staffId, table.hour] }), index().on(table.hour)]
);

/** 大量查看: who opened unusually much, once a person, measure and span; kept like the counts. */
export const readingAlarms = pgTable(
	'reading_alarms',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		measure: text().$type<ReadingMeasure>().notNull(),
		/** The beginning of the hour or day. */
		spanAt: instant().notNull(),
		found: integer().notNull(),
		raisedAt: instant().notNull(),
		/** Set when who watches has looked into it. */
		seenAt: instant(),
		seenById: bigint({ mode: 'number' }).references(() => staff.id)
	},
	(table) => [uniqueIndex().on(table.staffId, table.measure, table.spanAt), index().on(table.raisedAt, table.id)]
);

/** Figures of the clock by when they began to hold: a case goes by those of the moment it was submitted. */
export const ruleVersions = pgTable(
	'rule_versions',
	{ key: text().notNull(), fromAt: instant().notNull(), figure: integer().notNull() },
	(table) => [primaryKey({ columns: [table.key, table.fromAt] })]
);

/** Words the office has put in place of the usual ones: of a reason (its code stays) or of a message. */
export const wordings = pgTable('wordings', {
	/** `refusalReason.not-local`, `letter.answered`. */
	key: text().primaryKey(),
	zh: text().notNull(),
	en: text().notNull(),
	/** Of a reason: may it be chosen still? */
	isOffered: boolean().notNull().default(true),
	textId: bigint({ mode: 'number' }).notNull(),
	changedAt: instant().notNull()
});
