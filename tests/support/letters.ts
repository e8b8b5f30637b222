import { randomBytes } from 'node:crypto';
import type { KioskLetter } from '../../src/lib/domain/kiosk-letter.ts';
import type { KioskActor } from '../../src/lib/domain/permissions.ts';
import { sealLetter } from '../../src/lib/kiosk/device/seal-letter.ts';
import type { Context } from '../../src/lib/server/context.ts';
import { letterKeyId, letterPublicKey } from '../../src/lib/server/crypto/letter-box.ts';
import { fileLetter } from '../../src/lib/server/intake/kiosk.ts';
import { noon } from './noon.ts';
import type { World } from './world.ts';

/** A letter as a kiosk writes it, five minutes after noon. */
export function letterOf(number: string, changes: Partial<KioskLetter> = {}): KioskLetter {
	return {
		version: 1,
		submissionKey: randomBytes(16).toString('hex'),
		number,
		code: '4821773059',
		linkToken: randomBytes(16).toString('base64url'),
		tilePosition: 1,
		text: '石桥路口的路灯不亮。',
		place: '石桥路口',
		hasDanger: false,
		identity: 'anonymous',
		phone: '',
		wantsCall: false,
		submittedAt: new Date(noon.getTime() + 5 * 60_000).toISOString(),
		locale: 'zh-CN',
		assistTicket: null,
		photoTicket: null,
		parts: [],
		...changes
	};
}

/** Sealed as on the machine. */
export async function sealParts(
	{ secrets }: Pick<World, 'secrets'>,
	letter: KioskLetter,
	parts: Buffer[] = []
): Promise<Buffer> {
	const key = { id: letterKeyId, publicKey: new Uint8Array(letterPublicKey(secrets)) };
	return Buffer.from(
		await sealLetter(
			key,
			letter,
			parts.map((part) => new Uint8Array(part))
		)
	);
}

/** Out of the outbox, at the context's time. */
export async function sendLetter(
	world: World,
	context: Context<KioskActor>,
	letter: KioskLetter,
	parts: Buffer[] = []
) {
	const sealed = await sealParts(world, letter, parts);
	return fileLetter(context, { number: letter.number, sealed, sentAt: context.now });
}
