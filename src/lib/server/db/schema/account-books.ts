import { bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { instant } from './instant.ts';
import { texts } from './texts.ts';

/**
 * 账本: what the public reads of a month, counted once a night. The document is the open-data file to the byte; the
 * page and the CSV are made from it. The row of a month that is over never changes.
 */
export const accountBooks = pgTable('account_books', {
	/** YYYY-MM. */
	month: text().primaryKey(),
	/** Up to when the ledger was counted. */
	asOf: instant().notNull(),
	isFinal: boolean().notNull(),
	document: text().notNull(),
	/** 逐件: the late answers of the month as the page lists them (JSON); no part of the open data. */
	late: text().notNull(),
	/** SHA-256 of the document. */
	digest: bytea().notNull(),
	countedAt: instant().notNull(),
	/** Of a month that is over: the text version that the ledger names. */
	textId: bigint({ mode: 'number' }).references(() => texts.id)
});
