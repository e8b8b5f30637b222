import { eq } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { kioskDevices } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';
import { administer } from './administer.ts';

/**
 * Puts a machine out of service: *retired* ones still deliver what lies in their outbox, what *lost* ones send waits
 * for the dispatcher. Retired may still become lost, lost is final (`kiosk.not-active`); the same again changes nothing.
 */
export function endDevice(context: Context<StaffActor>, deviceId: number, as: 'retired' | 'lost'): Promise<void> {
	return administer(context, async (context) => {
		const { db, now } = context;
		const [device] = await db.select().from(kioskDevices).where(eq(kioskDevices.id, deviceId)).for('update');
		if (!device) throw new Refusal('case.not-found');
		if (device.state === as) return;
		if (device.state === 'lost') throw new Refusal('kiosk.not-active');
		await db
			.update(kioskDevices)
			.set({ state: as, endedAt: device.endedAt ?? now })
			.where(eq(kioskDevices.id, deviceId));
		await record(context, kioskStream(device.kioskId), 'kiosk.device-ended', { deviceId, as });
	});
}
