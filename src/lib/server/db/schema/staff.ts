import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Role } from '../../../domain/roles.ts';
import { bytea } from './bytea.ts';
import { instant } from './instant.ts';
import { units } from './units.ts';

/** A member of staff. Never deleted: the ledger names them. */
export const staff = pgTable(
	'staff',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		username: text().notNull().unique(),
		name: text().notNull(),
		unitId: bigint({ mode: 'number' })
			.notNull()
			.references(() => units.id),
		/** argon2id, PHC string; null until the first sign-in link was used. */
		passwordHash: text(),
		/** TOTP secret under the master key; null until enrolled. */
		factorSecret: bytea(),
		/** The last TOTP step that was accepted: a code works once (ASVS 6.5.1). */
		factorStep: bigint({ mode: 'number' }),
		/** 代填 PIN, argon2id; null until set. */
		assistPin: text(),
		/** 值班手机, for alarms, sealed under the master key; null = none. */
		dutyPhone: bytea(),
		isActive: boolean().notNull().default(true),
		createdAt: instant().notNull()
	},
	(table) => [index().on(table.unitId)]
);

/** A role takes effect at confirmedAt; one that may reveal contacts needs a second person for that. */
export const staffRoles = pgTable(
	'staff_roles',
	{
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		role: text().$type<Role>().notNull(),
		grantedById: bigint({ mode: 'number' }).references(() => staff.id),
		confirmedById: bigint({ mode: 'number' }).references(() => staff.id),
		confirmedAt: instant()
	},
	(table) => [primaryKey({ columns: [table.staffId, table.role] })]
);

/** Only the SHA-256 of a session id is stored (as hex). */
export const staffSessions = pgTable(
	'staff_sessions',
	{
		id: text().primaryKey(),
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		/** Absolute end, 8 h after sign-in. */
		expiresAt: instant().notNull(),
		/** Moved by every request that is a person's act, never by a live stream. */
		activeAt: instant().notNull(),
		/** When the second factor (or, for roles without one, the password) was last proved; null = half-way through sign-in. */
		provedAt: instant(),
		createdAt: instant().notNull()
	},
	(table) => [index().on(table.staffId), index().on(table.expiresAt)]
);

export const recoveryCodes = pgTable(
	'recovery_codes',
	{
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		/** HMAC under the pepper. */
		codeMac: bytea().notNull(),
		usedAt: instant()
	},
	(table) => [primaryKey({ columns: [table.staffId, table.codeMac] })]
);

/** A one-time link that renews a password or a factor: made by one, confirmed by another, good for 30 minutes. */
export const renewalLinks = pgTable(
	'renewal_links',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		renews: text().$type<'first' | 'password' | 'factor' | 'both'>().notNull(),
		tokenHash: bytea().notNull(),
		madeById: bigint({ mode: 'number' }).references(() => staff.id),
		confirmedById: bigint({ mode: 'number' }).references(() => staff.id),
		confirmedAt: instant(),
		expiresAt: instant().notNull(),
		usedAt: instant(),
		/** Wrong tries of the other factor on this link. */
		tries: integer().notNull().default(0),
		createdAt: instant().notNull()
	},
	(table) => [uniqueIndex().on(table.tokenHash), index().on(table.staffId)]
);
