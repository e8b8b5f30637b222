import { index, pgTable } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { instant } from './instant.ts';

/** What was typed between filing pages, sealed with a key only the cookie holds; 7 days. */
export const drafts = pgTable(
	'drafts',
	{
		/** SHA-256 of the cookie's secret. */
		id: bytea().primaryKey(),
		sealed: bytea().notNull(),
		/** Contact, sealed with the key of a second cookie that ends with the browser session. */
		sealedContact: bytea(),
		/** Set by filing: the receipt may still be shown under the same cookie. */
		filedAs: bytea(),
		expiresAt: instant().notNull()
	},
	(table) => [index().on(table.expiresAt)]
);
