import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { instant } from './instant.ts';

/** The ledger: append-only, hash-chained per stream. Ids, codes, dates and digests only, never free text or contact. */
export const events = pgTable(
	'events',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		/** `case:17`, `staff:4`, `kiosk:2` or `settings`. */
		stream: text().notNull(),
		position: integer().notNull(),
		kind: text().notNull(),
		actorKind: text().$type<'stranger' | 'resident' | 'kiosk' | 'staff' | 'system'>().notNull(),
		actorId: bigint({ mode: 'number' }),
		at: instant().notNull(),
		data: jsonb().$type<Record<string, unknown>>().notNull(),
		hash: bytea().notNull()
	},
	(table) => [
		uniqueIndex().on(table.stream, table.position),
		index().on(table.kind, table.at),
		// 审计: by time, and what one account did
		index().on(table.at, table.id),
		index()
			.on(table.actorId, table.at)
			.where(sql`${table.actorKind} = 'staff'`)
	]
);

/** Length and head of each stream, compared by the verifier. */
export const streams = pgTable('streams', {
	stream: text().primaryKey(),
	length: integer().notNull(),
	head: bytea().notNull()
});

/** What a subscriber has not yet heard; the act's transaction writes it, the worker deletes it. */
export const undelivered = pgTable(
	'undelivered',
	{
		eventId: bigint({ mode: 'number' }).notNull(),
		subscriber: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.subscriber, table.eventId] })]
);

/** Events no checkpoint has sealed yet (checkpoints come later; nothing is lost until then). */
export const unsealed = pgTable('unsealed', {
	eventId: bigint({ mode: 'number' }).primaryKey()
});
