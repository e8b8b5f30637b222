import { randomBytes } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { readConfig } from '../../src/lib/server/config.ts';
import { connect } from '../../src/lib/server/db/connect.ts';
import { heldItems, kioskDevices, kiosks } from '../../src/lib/server/db/schema/kiosks.ts';
import { holdLetter } from '../../src/lib/server/intake/held.ts';
import { leaseNumbers } from '../../src/lib/server/kiosks/lease-numbers.ts';
import { hashToken, randomToken } from '../../src/lib/server/vault/access-secrets.ts';
import { letterOf, sealParts } from './letters.ts';

/** Two items of a lost machine for the dispatcher's list: one tells of a danger, one can be opened no more. */
export async function holdTwo(): Promise<void> {
	const { secrets, numberPrefix } = readConfig(process.env);
	const { db, close } = connect(process.env.DATABASE_URL ?? '', { max: 1 });
	try {
		const [kiosk] = await db.select().from(kiosks).orderBy(asc(kiosks.id)).limit(1);
		const now = new Date();
		const [device] = await db
			.insert(kioskDevices)
			.values({ kioskId: kiosk?.id ?? 0, state: 'lost', pairedAt: now, tokenHash: hashToken(randomToken()) })
			.returning();
		if (!device) throw new Error('no device');
		const actor = { kind: 'kiosk', id: device.kioskId, deviceId: device.id, state: 'lost' } as const;
		const context = { db, actor, now, secrets, numberPrefix, filesDir: '', announce: () => {} };
		const [number = '', spoilt = ''] = await leaseNumbers(context, 58);
		const letter = letterOf(number, {
			text: '石桥路口的电线掉下来了，小孩放学都从那里走。',
			hasDanger: true,
			submittedAt: now.toISOString()
		});
		await holdLetter(context, { number, sealed: await sealParts({ secrets }, letter), sentAt: now });
		// sealed to a key that the server no longer has
		await db
			.insert(heldItems)
			.values({ deviceId: device.id, number: spoilt, sealed: randomBytes(400), arrivedAt: now });
	} finally {
		await close();
	}
}
