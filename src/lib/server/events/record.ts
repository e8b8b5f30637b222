import { eq, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '../../domain/permissions.ts';
import { type Context, hasRecorded, sendAlong } from '../context.ts';
import { sha256 } from '../crypto/sha256.ts';
import { streams } from '../db/schema/events.ts';
import { wordedStatement } from '../db/worded.ts';
import type { EventData, EventKind } from './catalogue.ts';

/** One chain of events: one thing's own, or the settings', or the public books' of all months. */
export type Stream =
	`${'case' | 'staff' | 'kiosk' | 'knowledge' | 'issue' | 'report'}:${number}` | 'settings' | 'account-books';
export const caseStream = (id: number): Stream => `case:${id}`;
export const staffStream = (id: number): Stream => `staff:${id}`;
export const kioskStream = (id: number): Stream => `kiosk:${id}`;
export const knowledgeStream = (id: number): Stream => `knowledge:${id}`;
export const issueStream = (id: number): Stream => `issue:${id}`;
export const reportStream = (id: number): Stream => `report:${id}`;

/** Who must hear of every event; each has a row in `undelivered` until it has. */
export const subscribers = ['live', 'notify', 'stats'] as const;

/** The head of an empty stream. */
export const genesis = Buffer.alloc(32);

/** What a hash is made of: version 1 is this list, in this order, as JSON. */
export type Hashed = {
	stream: string;
	position: number;
	kind: string;
	actorKind: Actor['kind'];
	actorId: number | null;
	at: Date;
	data: Record<string, unknown>;
};

/** SHA-256 over a canonical form with a version, chained to the event before it in the stream. */
export function hashEvent(previous: Buffer, event: Hashed): Buffer {
	const { stream, position, kind, actorKind, actorId, at, data } = event;
	const form = JSON.stringify([
		1,
		previous.toString('hex'),
		stream,
		position,
		kind,
		actorKind,
		actorId,
		at,
		ordered(data)
	]);
	return sha256(form);
}

/**
 * Appends an event to the ledger, inside the act's transaction. The act holds the lock that orders the stream
 * (the case row, or the stream row taken here). Writes the event, the stream's head and what is owed to
 * subscribers and to the next checkpoint in one statement.
 */
export async function record<Kind extends EventKind>(
	context: Context,
	stream: Stream,
	kind: Kind,
	data: EventData[Kind]
): Promise<void> {
	if (!context.transaction) throw new Error(`an event (${kind}) outside a transaction`);
	const head = (await takeHead(context, stream)) ?? (await beginStream(context, stream));
	await append(context, stream, head, kind, data);
}

async function takeHead({ db }: Context, stream: Stream): Promise<Head | undefined> {
	const [head] = await db.select().from(streams).where(eq(streams.stream, stream)).for('update');
	return head;
}

/** Two who begin the same stream at once: the second waits for the first one's commit, and goes on from there. */
async function beginStream(context: Context, stream: Stream): Promise<Head> {
	const empty = { stream, length: 0, head: genesis };
	await context.db.insert(streams).values(empty).onConflictDoNothing();
	return (await takeHead(context, stream)) ?? empty;
}

async function append<Kind extends EventKind>(
	context: Context,
	stream: Stream,
	before: Head,
	kind: Kind,
	data: EventData[Kind]
): Promise<void> {
	sendAlong(context, putEvent(context.db, eventAfter(context, before, stream, kind, data)));
	hasRecorded(context);
}

type Head = { length: number; head: Buffer };
/** An event as the ledger stores it: `at` in ISO 8601, `data` as JSON. */
export type StoredEvent = Omit<Hashed, 'at' | 'data'> & { at: string; data: string; hash: Buffer };

/** The first event of a stream that comes to be with it, for a statement that stores both. */
export function firstEvent<Kind extends EventKind>(
	context: Context,
	stream: Stream,
	kind: Kind,
	data: EventData[Kind]
): StoredEvent {
	return eventAfter(context, { length: 0, head: genesis }, stream, kind, data);
}

function eventAfter<Kind extends EventKind>(
	{ actor, now }: Context,
	before: Head,
	stream: Stream,
	kind: Kind,
	data: EventData[Kind]
): StoredEvent {
	const position = before.length + 1;
	const actorId = actor.kind === 'staff' || actor.kind === 'kiosk' ? actor.id : null;
	// what JSON cannot hold (undefined) must not reach the hash either
	const plain: Record<string, unknown> = JSON.parse(JSON.stringify(data));
	const hash = hashEvent(before.head, { stream, position, kind, actorKind: actor.kind, actorId, at: now, data: plain });
	return {
		stream,
		position,
		kind,
		actorKind: actor.kind,
		actorId,
		at: now.toISOString(),
		data: JSON.stringify(plain),
		hash
	};
}

/**
 * The common table expressions that store the events of `given`, a relation with the columns of a `StoredEvent`: the
 * events, their streams' heads, what is owed to subscribers and to the next checkpoint.
 */
export function storedEvents(given: SQL): SQL {
	return sql`
		appended as (
			insert into events (stream, position, kind, actor_kind, actor_id, at, data, hash)
			select stream, position, kind, actor_kind, actor_id, at, data, hash from ${given}
			returning id, stream, position, hash
		), headed as (
			insert into streams (stream, length, head) select stream, position, hash from appended
			on conflict (stream) do update set length = excluded.length, head = excluded.head
		), owed as (
			insert into undelivered (event_id, subscriber)
			select appended.id, name from appended, unnest(${sql.raw(`array['${subscribers.join("','")}']`)}) as name
		), unsealed as (
			insert into unsealed (event_id) select id from appended
		)`;
}

const putEvent = wordedStatement<StoredEvent, never>((_db, at) => {
	const given = sql`(select ${at.stream}::text as stream, ${at.position}::integer as position, ${at.kind}::text as kind,
		${at.actorKind}::text as actor_kind, ${at.actorId}::bigint as actor_id, ${at.at}::timestamptz as at,
		${at.data}::jsonb as data, ${at.hash}::bytea as hash) as given`;
	return sql`with ${storedEvents(given)} select from appended`;
});

/** The same value with the keys of every object sorted, as jsonb gives them back in another order. */
function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([key, inner]) => [key, ordered(inner)])
	);
}
