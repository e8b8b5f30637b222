import { randomInt } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { pairingAlphabet } from '../../domain/kiosk.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { kiosks, pairingCodes } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';
import { pairingCodeMac } from '../vault/access-secrets.ts';

const codeMs = 10 * 60_000;

export type PairingCode = { code: string; expiresAt: Date };

/**
 * 配对码: ten characters, good for ten minutes and one machine. Only its MAC is stored; an older one that was not used
 * is void. For administrators and the demo's start; throws `case.not-found` for anybody else and unknown kiosks.
 */
export async function makePairingCode(context: Context, kioskId: number): Promise<PairingCode> {
	const { actor } = context;
	const administers = actor.kind === 'staff' && actor.roles.includes('administrator');
	if (!administers && actor.kind !== 'system') throw new Refusal('case.not-found');
	return inTransaction(context, async (context) => {
		const { db, now, secrets } = context;
		// the lock orders two who press at once: the second code is the one that counts
		const [kiosk] = await db.select({ id: kiosks.id }).from(kiosks).where(eq(kiosks.id, kioskId)).for('update');
		if (!kiosk) throw new Refusal('case.not-found');
		await db.delete(pairingCodes).where(and(eq(pairingCodes.kioskId, kioskId), isNull(pairingCodes.usedAt)));
		const code = Array.from({ length: 10 }, () => pairingAlphabet[randomInt(pairingAlphabet.length)]).join('');
		const expiresAt = new Date(now.getTime() + codeMs);
		await db.insert(pairingCodes).values({
			codeMac: pairingCodeMac(secrets, code),
			kioskId,
			madeById: actor.kind === 'staff' ? actor.id : null,
			expiresAt
		});
		await record(context, kioskStream(kioskId), 'kiosk.code-made', {});
		return { code, expiresAt };
	});
}
