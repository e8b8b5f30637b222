import { eq } from 'drizzle-orm';
import type { KioskActor } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { kioskDevices } from '../db/schema/kiosks.ts';
import { type At, worded } from '../db/worded.ts';
import { sha256 } from '../crypto/sha256.ts';

/** The machine whose token it is, whatever became of it; null for a stranger. */
export async function findKioskDevice({ db }: Pick<Context, 'db'>, token: string): Promise<KioskActor | null> {
	if (!/^[\w-]{22}$/.test(token)) return null;
	const [device] = await deviceOf(db, { tokenHash: sha256(token) });
	return device ? { kind: 'kiosk', id: device.kioskId, deviceId: device.id, state: device.state } : null;
}

const deviceOf = worded((db, at: At<{ tokenHash: Buffer }>) =>
	db
		.select({ id: kioskDevices.id, kioskId: kioskDevices.kioskId, state: kioskDevices.state })
		.from(kioskDevices)
		.where(eq(kioskDevices.tokenHash, at.tokenHash))
		.limit(1)
		.prepare('kiosk-device')
);
