import { bigint, boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';

/** A resident's 30-minute look at one case. */
export const caseSessions = pgTable(
	'case_sessions',
	{
		/** SHA-256 of the cookie. */
		id: bytea().primaryKey(),
		caseId: bigint({ mode: 'number' })
			.notNull()
			.references(() => cases.id),
		via: text().$type<'filed' | 'code' | 'link' | 'device'>().notNull(),
		expiresAt: instant().notNull()
	},
	(table) => [index().on(table.caseId), index().on(table.expiresAt)]
);

/** 记在这部手机上: a browser the resident chose to remember; listed and revocable on the case page. */
export const caseDevices = pgTable(
	'case_devices',
	{
		id: bytea().primaryKey(),
		caseId: bigint({ mode: 'number' })
			.notNull()
			.references(() => cases.id),
		label: text().notNull(),
		createdAt: instant().notNull(),
		revokedAt: instant()
	},
	(table) => [index().on(table.caseId)]
);

/** Print-only slips and read-outs at the desk: a code leaves the house once (ruling 17a). */
export const codeHandovers = pgTable('code_handovers', {
	id: bytea().primaryKey(),
	caseId: bigint({ mode: 'number' })
		.notNull()
		.references(() => cases.id),
	staffId: bigint({ mode: 'number' }).notNull(),
	isUsed: boolean().notNull().default(false),
	expiresAt: instant().notNull()
});
