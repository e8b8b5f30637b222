import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../db/connect.ts';

/** An event as a listener hears it: which stream, which kind; the rest it reads for itself. */
export type Heard = { id: number; stream: string; kind: string };
/**
 * Bears hearing twice: a crash between telling and forgetting tells again. What it writes in the transaction that
 * forgets is written once.
 */
export type Listener = (heard: readonly Heard[], forgetting: Transaction) => Promise<void>;

const batch = 500;

/**
 * Hands a subscriber what it has not yet heard, in id order, and forgets it when done. Two processes never take the
 * same rows (SKIP LOCKED); a cursor would skip what commits late. Returns how many were handed on.
 */
export async function deliver(db: Database, subscriber: string, listener: Listener, most = batch): Promise<number> {
	const heard = await db.transaction(async (tx) => {
		const rows = await tx.execute<{ id: string; stream: string; kind: string }>(sql`
			with taken as (
				select event_id from undelivered where subscriber = ${subscriber}
				order by event_id limit ${most} for update skip locked
			), gone as (
				delete from undelivered using taken
				where undelivered.subscriber = ${subscriber} and undelivered.event_id = taken.event_id
			)
			select events.id, events.stream, events.kind from events join taken on taken.event_id = events.id order by events.id`);
		const told = rows.map((row) => ({ id: Number(row.id), stream: row.stream, kind: row.kind }));
		if (told.length > 0) await listener(told, tx);
		return told.length;
	});
	return heard;
}

/**
 * Keeps a subscriber fed: woken after commits (at most every `everyMs`) and by a tick that finds what a crash left.
 * Only one round runs at a time; faults wait for the next wake or tick.
 */
export function keepDelivering(
	db: Database,
	subscriber: string,
	listener: Listener,
	{ onFault, most = batch, everyMs = 50 }: { onFault: (fault: unknown) => void; most?: number; everyMs?: number }
): { wake: () => void; stop: () => Promise<void> } {
	let running: Promise<void> | null = null;
	let timer: NodeJS.Timeout | null = null;
	let isWanted = false;
	let isStopped = false;

	const round = async () => {
		try {
			while (!isStopped && (await deliver(db, subscriber, listener, most)) === most);
		} catch (fault) {
			onFault(fault);
		}
	};
	const wake = () => {
		isWanted = true;
		if (timer || running || isStopped) return;
		timer = setTimeout(() => {
			timer = null;
			isWanted = false;
			running = round().finally(() => {
				running = null;
				if (isWanted) wake();
			});
		}, everyMs);
	};
	const tick = setInterval(wake, 5000);
	tick.unref();
	wake();
	return {
		wake,
		stop: async () => {
			isStopped = true;
			clearInterval(tick);
			if (timer) clearTimeout(timer);
			await running;
		}
	};
}
