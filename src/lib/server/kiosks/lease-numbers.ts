import { randomInt } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { formatNumber } from '../../domain/case-number.ts';
import { dayOf } from '../../domain/clock.ts';
import { numberBlock } from '../../domain/kiosk.ts';
import type { KioskActor } from '../../domain/permissions.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseNumbers } from '../db/schema/numbers.ts';
import { kioskDevices } from '../db/schema/kiosks.ts';

/**
 * Tops up the numbers a machine has left, at most 200 out at a time (ruling 18), and returns all that are leased to it
 * and not used: where an answer was lost, the next one brings the same numbers.
 */
export function leaseNumbers(context: Context<KioskActor>, left: number): Promise<string[]> {
	return inTransaction(context, async (context) => {
		const { db, actor, now, numberPrefix } = context;
		// one lease at a time for a machine: two at once would both see room
		await db
			.select({ id: kioskDevices.id })
			.from(kioskDevices)
			.where(eq(kioskDevices.id, actor.deviceId))
			.for('update');
		const leased = await listLeased(context);
		const wanted = Math.min(numberBlock.wanted - left, numberBlock.most - leased.length);
		if (wanted <= 0) return leased;
		const leasedTo = String(actor.deviceId);
		const drawn = Array.from({ length: wanted }, () => ({
			number: formatNumber(numberPrefix, dayOf(now), randomInt(0, 1_000_000)),
			state: 'leased' as const,
			leasedTo,
			drawnAt: now
		}));
		// a number that somebody has is left out; the next heartbeat asks again
		const more = await db
			.insert(caseNumbers)
			.values(drawn)
			.onConflictDoNothing()
			.returning({ number: caseNumbers.number });
		return [...leased, ...more.map(({ number }) => number)];
	});
}

async function listLeased({ db, actor }: Context<KioskActor>): Promise<string[]> {
	const rows = await db
		.select({ number: caseNumbers.number })
		.from(caseNumbers)
		// the partial index leaves out what is used
		.where(
			and(
				eq(caseNumbers.state, 'leased'),
				eq(caseNumbers.leasedTo, String(actor.deviceId)),
				sql`${caseNumbers.state} <> 'used'`
			)
		)
		.orderBy(caseNumbers.number)
		.limit(numberBlock.most * 2);
	return rows.map(({ number }) => number);
}
