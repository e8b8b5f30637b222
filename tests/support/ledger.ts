import { and, asc, eq, gt, max } from 'drizzle-orm';
import { events } from '../../src/lib/server/db/schema/events.ts';
import type { Stream } from '../../src/lib/server/events/record.ts';
import type { World } from './world.ts';

export type Recorded = { kind: string; by: number | null; data: Record<string, unknown> };

/** What a stream of the ledger got while `act` ran: exactly these events, by whom, with what. */
export async function recorded({ db }: World, stream: Stream, act: () => Promise<unknown>): Promise<Recorded[]> {
	const [before] = await db
		.select({ position: max(events.position) })
		.from(events)
		.where(eq(events.stream, stream));
	await act();
	return db
		.select({ kind: events.kind, by: events.actorId, data: events.data })
		.from(events)
		.where(and(eq(events.stream, stream), gt(events.position, before?.position ?? 0)))
		.orderBy(asc(events.position));
}
