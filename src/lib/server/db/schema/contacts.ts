import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';

/** A case's data key, wrapped by the master key (key id in the header). */
export const caseKeys = pgTable('case_keys', {
	caseId: bigint({ mode: 'number' })
		.primaryKey()
		.references(() => cases.id),
	wrapped: bytea().notNull()
});

/** Contact details, sealed under the case's data key. Never joined into a list. */
export const contacts = pgTable(
	'contacts',
	{
		caseId: bigint({ mode: 'number' })
			.primaryKey()
			.references(() => cases.id),
		/** AES-256-GCM of {name, phone, email}; AAD = contacts.sealed + case id. */
		sealed: bytea().notNull(),
		/** Keyed blind index of the phone, for the desk's exact look-up (ruling 9). */
		phoneIndex: bytea(),
		/** When it suits: morning, afternoon, evening. Codes, not free text. */
		hours: text().notNull().default('any'),
		changedAt: instant().notNull()
	},
	(table) => [index().on(table.phoneIndex)]
);
