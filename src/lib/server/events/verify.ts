import { sql } from 'drizzle-orm';
import type { Actor } from '../../domain/permissions.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { genesis, hashEvent } from './record.ts';
import { digestOf } from './write-text.ts';

export type Verdict =
	{ isValid: true; events: number; streams: number; texts: number } | { isValid: false; where: string; why: string };

type Last = { stream: string; position: number; hash: Buffer };
type EventRow = {
	id: string;
	stream: string;
	position: number;
	kind: string;
	actor_kind: Actor['kind'];
	actor_id: string | null;
	at: Date | string;
	data: Record<string, unknown>;
	hash: Buffer;
};

/**
 * Recomputes the whole ledger in bounded pages: every hash and its chain, each stream's length and head, and the
 * digest of every text that an event names. Names the first broken row. A superuser who changes events and heads
 * alike is only seen once published checkpoints stand.
 */
export async function verifyLedger(db: Ledger): Promise<Verdict> {
	const counts: Counts = { events: 0, streams: 0, texts: 0 };
	for (let after: string | null = ''; after !== null;) {
		const { fault, next } = await verifySome(db, after, counts);
		if (fault) return fault;
		after = next;
	}
	return (await findLostStream(db)) ?? { isValid: true, ...counts };
}

export type Counts = { events: number; streams: number; texts: number };
type Ledger = Database | Transaction;
const pageRows = 2000;

/**
 * The streams after one, in their order, whole, until `most` events were looked at: a round that goes on where another
 * has stopped. Adds to `counts`; `next` is the last stream it finished, or null at the end.
 */
export function verifySome(db: Ledger, after: string, counts: Counts, most = 20_000): Promise<Round> {
	return walk(db, { after, only: null, most }, counts, (heads, last) => endFault(db, heads, last));
}

/** These streams alone, as they stand at one moment (or as the transaction sees them, inside one). */
export function verifyStreams(db: Ledger, streams: readonly string[]): Promise<Verdict> {
	const verify = async (db: Ledger): Promise<Verdict> => {
		const counts: Counts = { events: 0, streams: 0, texts: 0 };
		const all: Part = { after: '', only: streams, most: Infinity };
		const { fault } = await walk(db, all, counts, async (heads, last) => headFault(heads, last));
		const isShort = counts.streams < new Set(streams).size;
		return fault ?? (isShort ? await emptyAmong(db, streams) : null) ?? { isValid: true, ...counts };
	};
	if ('rollback' in db) return verify(db);
	return db.transaction(verify, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}

type Round = { fault: Verdict | null; next: string | null };
type Part = { after: string; only: readonly string[] | null; most: number };

/** Goes through streams page by page; `judgeEnd` says whether one that ends here ends as its head says. */
async function walk(
	db: Ledger,
	{ after, only, most }: Part,
	counts: Counts,
	judgeEnd: (heads: Heads, last: Last) => Promise<Verdict | null>
): Promise<Round> {
	const enough = counts.events + most;
	const isWanted = only ? sql`stream = any(${sql.param([...only])}::text[])` : sql`true`;
	let last: Last = { stream: after, position: endless, hash: genesis };
	const end = async (heads: Heads) => (last.position === endless ? null : judgeEnd(heads, last));
	for (;;) {
		const rows = await db.execute<EventRow>(sql`
			select * from events where (stream, position) > (${last.stream}, ${last.position}) and ${isWanted}
			order by stream, position limit ${pageRows}`);
		const texts = await textsOf(db, rows);
		const heads = await headsOf(db, [last, ...rows]);
		for (const row of rows) {
			if (row.stream !== last.stream) {
				const fault = await end(heads);
				if (fault) return { fault, next: null };
				if (counts.events >= enough) return { fault: null, next: last.stream };
				counts.streams++;
				last = { stream: row.stream, position: 0, hash: genesis };
			}
			const fault = chainFault(row, last) ?? textFault(row, texts, counts);
			if (fault) return { fault, next: null };
			last = { stream: row.stream, position: row.position, hash: row.hash };
			counts.events++;
		}
		if (rows.length < pageRows) return { fault: await end(heads), next: null };
	}
}

/** One of these streams that has no events. */
async function emptyAmong(db: Ledger, streams: readonly string[]): Promise<Verdict | null> {
	const [empty] = await db.execute<{ stream: string }>(sql`
		select stream from unnest(${sql.param([...streams])}::text[]) as wanted (stream)
		where not exists (select 1 from events where events.stream = wanted.stream) limit 1`);
	return empty ? { isValid: false, where: `streams ${empty.stream}`, why: 'all its events are gone' } : null;
}

/** Beyond every position: what follows is the next stream. */
const endless = 2_147_483_647;

/** A stream that grew while it was read looks broken at its end: it is looked at once more, as of one moment. */
async function endFault(db: Ledger, heads: Heads, last: Last): Promise<Verdict | null> {
	if (!headFault(heads, last)) return null;
	const again = await verifyStreams(db, [last.stream]);
	return again.isValid ? null : again;
}

function chainFault(row: EventRow, last: Last): Verdict | null {
	const where = `events ${row.id} (${row.stream} #${row.position}, ${row.kind})`;
	if (row.position !== last.position + 1)
		return { isValid: false, where, why: `position ${last.position + 1} of the stream is missing` };
	const expected = hashEvent(last.hash, {
		stream: row.stream,
		position: row.position,
		kind: row.kind,
		actorKind: row.actor_kind,
		actorId: row.actor_id === null ? null : Number(row.actor_id),
		at: new Date(row.at),
		data: row.data
	});
	return expected.equals(row.hash) ? null : { isValid: false, where, why: 'the hash does not match the row' };
}

type Head = { length: number; head: Buffer };
type Heads = ReadonlyMap<string, Head>;

/** What the streams of a page of events say of themselves. */
async function headsOf(db: Ledger, rows: readonly { stream: string }[]): Promise<Heads> {
	const names = [...new Set(rows.map(({ stream }) => stream))];
	const found = await db.execute<Head & { stream: string }>(
		sql`select stream, length, head from streams where stream = any(${sql.param(names)}::text[])`
	);
	return new Map(found.map((row) => [row.stream, row]));
}

function headFault(heads: Heads, last: Last): Verdict | null {
	const head = heads.get(last.stream);
	if (head && head.length === last.position && head.head.equals(last.hash)) return null;
	return {
		isValid: false,
		where: `streams ${last.stream}`,
		why: `the stream ends at ${last.position}, its head says ${head?.length ?? 'nothing'}`
	};
}

/** A stream whose events are all gone, or a case that never had any. */
export async function findLostStream(db: Ledger): Promise<Verdict | null> {
	const [lost] = await db.execute<{ stream: string }>(sql`
		select stream from streams where not exists (select 1 from events where events.stream = streams.stream) limit 1`);
	const [unwritten] = await db.execute<{ number: string }>(sql`
		select number from cases where not exists (select 1 from events where events.stream = 'case:' || cases.id) limit 1`);
	if (lost) return { isValid: false, where: `streams ${lost.stream}`, why: 'all its events are gone' };
	if (unwritten) return { isValid: false, where: `cases ${unwritten.number}`, why: 'the case has no events' };
	return null;
}

type TextRow = { body: string | null; nonce: Buffer | null; digest: Buffer };

/** The texts that a page of events names, asked for at once. */
async function textsOf(db: Ledger, rows: readonly EventRow[]): Promise<Map<number, TextRow>> {
	const ids = rows.flatMap(({ data }) => refsIn(data).map(({ textId }) => textId));
	const found = await db.execute<TextRow & { id: string }>(
		sql`select id, body, nonce, digest from texts where id = any(${sql.param(ids)}::bigint[])`
	);
	return new Map(found.map((row) => [Number(row.id), row]));
}

function refsIn(data: Record<string, unknown>): { textId: number; digest: unknown }[] {
	return Object.values(data).flatMap((value) =>
		value !== null && typeof value === 'object' && 'textId' in value && 'digest' in value
			? [{ textId: Number(value.textId), digest: value.digest }]
			: []
	);
}

/** Every {textId, digest} an event holds is compared with the text and with what it recomputes to. */
function textFault(row: EventRow, texts: ReadonlyMap<number, TextRow>, counts: { texts: number }): Verdict | null {
	for (const { textId, digest } of refsIn(row.data)) {
		const where = `texts ${textId} (named by events ${row.id})`;
		const text = texts.get(textId);
		if (!text) return { isValid: false, where, why: 'the text is gone' };
		if (text.digest.toString('hex') !== digest)
			return { isValid: false, where, why: 'the digest differs from the event' };
		if (text.body !== null && (!text.nonce || !digestOf(text.nonce, text.body).equals(text.digest)))
			return { isValid: false, where, why: 'the text was changed' };
		counts.texts++;
	}
	return null;
}
