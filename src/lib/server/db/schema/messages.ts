import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	timestamp,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import type { FaultClass, MessageChannel, MessageKind } from '../../../domain/messages.ts';
import type { Locale } from '../../../domain/preferences.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

const id = () => bigint({ mode: 'number' });

/**
 * What is to be told to whom by which road, and how it went. No words and no addresses: both are put together when a
 * message is sent. `caseId` and `eventId` are no foreign keys: those would wait for the locks of acts under way.
 */
export const messages = pgTable(
	'messages',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		/** Sent along to the gateway and as Message-ID; the same for every attempt. */
		messageId: uuid().notNull().defaultRandom(),
		caseId: id().notNull(),
		eventId: id().notNull(),
		/** `resident`, or `staff:4`. */
		recipient: text().notNull(),
		staffId: id().references(() => staff.id),
		channel: text().$type<MessageChannel>().notNull(),
		kind: text().$type<MessageKind>().notNull(),
		/** What may be told only once: an event, or for 进展 a day. */
		once: text().notNull(),
		/** Dates (ISO 8601) and numbers that the words need. */
		values: jsonb().$type<Record<string, string | number>>().notNull(),
		locale: text().$type<Locale>().notNull(),
		/** Alarms: quiet hours do not hold them. */
		isUrgent: boolean().notNull().default(false),
		/** `dropped`: when its time came there was nobody to tell any more. An inbox row is `sent` from the beginning. */
		state: text().$type<'waiting' | 'sent' | 'dead' | 'dropped'>().notNull(),
		/** When it is tried next; while somebody tries, until when nobody else does. */
		dueAt: instant().notNull(),
		/** After this there is no further try. */
		expiresAt: instant().notNull(),
		attempts: integer().notNull().default(0),
		lastFault: text().$type<FaultClass>(),
		createdAt: instant().notNull(),
		/** When it was sent, given up or dropped. */
		settledAt: instant(),
		readAt: instant()
	},
	(table) => [
		uniqueIndex().on(table.messageId),
		uniqueIndex('told_once').on(table.caseId, table.recipient, table.channel, table.once),
		index('waiting_messages')
			.on(table.channel, table.isUrgent.desc().nullsFirst(), table.dueAt, table.id)
			.where(sql`${table.state} = 'waiting'`),
		index('dead_messages')
			.on(table.settledAt, table.id)
			.where(sql`${table.state} = 'dead'`),
		index('inbox')
			.on(table.staffId, table.id.desc().nullsFirst())
			.where(sql`${table.channel} = 'inbox'`),
		index('unread')
			.on(table.staffId, table.id)
			.where(sql`${table.channel} = 'inbox' and ${table.readAt} is null`),
		index().on(table.eventId),
		index().on(table.createdAt)
	]
);

/** When each road was used last, by the database's clock: what holds all processes together to so many a second. */
export const roads = pgTable('roads', {
	channel: text().$type<MessageChannel>().primaryKey(),
	usedAt: timestamp({ withTimezone: true, mode: 'date' }).notNull()
});
