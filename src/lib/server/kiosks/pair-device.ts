import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import { assertNotThrottled, countFailure, networkKey } from '../auth/throttle.ts';
import { type Context, inTransaction } from '../context.ts';
import { kioskDevices, pairingCodes } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';
import { hashToken, pairingCodeMac, randomToken } from '../vault/access-secrets.ts';

/**
 * Pairs a machine with the kiosk a code was made for and returns its token, which is stored as a hash alone. The code
 * works once; the device before it is retired and may still deliver. Wrong codes are counted per network and in all.
 * Throws `kiosk.pairing-code`, `throttled`.
 */
export async function pairDevice(
	context: Context,
	{ code, address }: { code: string; address: string }
): Promise<{ deviceId: number; token: string }> {
	const seconds = 600;
	const limits = [
		{ name: 'pair-network', key: networkKey(context, address), failures: 10, seconds, blockSeconds: 30 },
		{ name: 'pair-all', key: 'all', failures: 100, seconds, blockSeconds: 30 }
	];
	await assertNotThrottled(context, limits);
	const paired = await inTransaction(context, async (context) => {
		const { db, now, secrets } = context;
		const [used] = await db
			.update(pairingCodes)
			.set({ usedAt: now })
			.where(
				and(
					eq(pairingCodes.codeMac, pairingCodeMac(secrets, code)),
					isNull(pairingCodes.usedAt),
					gt(pairingCodes.expiresAt, now)
				)
			)
			.returning({ kioskId: pairingCodes.kioskId });
		if (!used) return null;
		const { kioskId } = used;
		const stream = kioskStream(kioskId);
		const retired = await db
			.update(kioskDevices)
			.set({ state: 'retired', endedAt: now })
			.where(and(eq(kioskDevices.kioskId, kioskId), eq(kioskDevices.state, 'active')))
			.returning({ id: kioskDevices.id });
		for (const { id } of retired) await record(context, stream, 'kiosk.device-ended', { deviceId: id, as: 'retired' });
		const token = randomToken();
		const [device] = await db
			.insert(kioskDevices)
			.values({ kioskId, tokenHash: hashToken(token), pairedAt: now })
			.returning({ id: sql<number>`${kioskDevices.id}`.mapWith(Number) });
		if (!device) throw new Error('a device was not stored');
		await record(context, stream, 'kiosk.paired', { deviceId: device.id });
		return { deviceId: device.id, token };
	});
	if (paired) return paired;
	await countFailure(context, limits);
	throw new Refusal('kiosk.pairing-code');
}
