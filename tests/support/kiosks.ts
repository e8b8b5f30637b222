import { asc, eq } from 'drizzle-orm';
import type { KioskActor } from '../../src/lib/domain/permissions.ts';
import { kioskDevices, kiosks, receptionPoints } from '../../src/lib/server/db/schema/kiosks.ts';
import { hashToken, randomToken } from '../../src/lib/server/vault/access-secrets.ts';
import { noon, type World } from './world.ts';

/** The demo office's first kiosk and its point. */
export async function firstKiosk({ db }: World) {
	const [found] = await db
		.select({ kiosk: kiosks, point: receptionPoints })
		.from(kiosks)
		.innerJoin(receptionPoints, eq(receptionPoints.id, kiosks.pointId))
		.orderBy(asc(kiosks.id))
		.limit(1);
	if (!found) throw new Error('the office has no kiosk');
	return found;
}

/** A machine that stands at a kiosk, without the ceremony of pairing. */
export async function aDevice(
	world: World,
	kioskId: number,
	{ state = 'active', now = noon, ...more }: Partial<typeof kioskDevices.$inferInsert> & { now?: Date } = {}
) {
	const [device] = await world.db
		.insert(kioskDevices)
		.values({ kioskId, state, pairedAt: noon, tokenHash: hashToken(randomToken()), ...more })
		.returning();
	if (!device) throw new Error('no device');
	const actor: KioskActor = { kind: 'kiosk', id: kioskId, deviceId: device.id, state };
	return { device, context: world.contextFor(actor, now) };
}
