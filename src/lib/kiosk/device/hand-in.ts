import { firstDue } from '#lib/domain/deadline.ts';
import type { KioskConfig } from '#lib/domain/kiosk.ts';
import type { KioskLetter } from '#lib/domain/kiosk-letter.ts';
import { sealLetter } from './seal-letter.ts';
import { sendLetter } from './ask.ts';
import { enqueue, type Identity, nextNumber, type Queued, type Store } from './store.ts';

export type Bytes = Uint8Array<ArrayBuffer>;
export type Part = { kind: 'recording' | 'photo'; bytes: Bytes; seconds: number };
/** What the resident said and chose; the kiosk adds number, code, link token and time. */
export type Spoken = Omit<KioskLetter, 'version' | 'number' | 'code' | 'linkToken' | 'submittedAt' | 'parts'> & {
	parts: readonly Part[];
};

/** What the receipt shows. It is nowhere else: the kiosk cannot read it again. */
export type Slip = { number: string; code: string; linkToken: string; submittedAt: Date; dueAt: Date };

/** Why nothing could be handed in: no number is left, or the disk is full. */
export class CannotTake extends Error {
	readonly why: 'numbers' | 'room';
	constructor(why: 'numbers' | 'room') {
		super(why);
		this.why = why;
	}
}

/**
 * Seals what was said, gives out a number and puts the letter into the outbox; what the slip says is final from then on,
 * whatever becomes of the network (ruling 18). One at a time over all tabs, so that no number is given out twice.
 * Throws `CannotTake`.
 */
export function handIn(
	{ store, config, identity }: { store: Store; config: KioskConfig; identity: Identity },
	spoken: Spoken
): Promise<Slip> {
	return navigator.locks.request('huiyin-kiosk-numbers', async () => {
		const number = await nextNumber(store);
		if (!number) throw new CannotTake('numbers');
		const submittedAt = new Date();
		const slip = { number, code: randomDigits(10), linkToken: randomToken(), submittedAt };
		const { parts, ...said } = spoken;
		const letter: KioskLetter = {
			...said,
			version: 1,
			...{ number, code: slip.code, linkToken: slip.linkToken, submittedAt: submittedAt.toISOString() },
			parts: parts.map(({ kind, bytes, seconds }) => ({ kind, bytes: bytes.length, seconds }))
		};
		const key = { id: config.publicKeyId, publicKey: fromBase64Url(config.publicKey) };
		const sealed = await sealLetter(
			key,
			letter,
			parts.map(({ bytes }) => bytes)
		);
		const queued: Queued = { number, deviceId: identity.deviceId, at: submittedAt.getTime() };
		await enqueue(store, queued, sealed).catch(async (fault: unknown) => {
			if (!(fault instanceof DOMException) || fault.name !== 'QuotaExceededError') throw fault;
			// no room left here: the server may still take it at once
			await sendLetter(identity.token, number, sealed, { patienceMs: 2500 }).catch(() => {
				throw new CannotTake('room');
			});
		});
		const urgency = said.hasDanger ? 'urgent' : 'ordinary';
		return { ...slip, dueAt: firstDue({ type: 'help', class: urgency, submittedAt, calendar: null }) };
	});
}

export function randomToken(): string {
	return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** 128 bits in hex, for the submission key. */
export function randomHex(): string {
	return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Without bias: bytes from 250 on are drawn again. */
function randomDigits(count: number): string {
	let digits = '';
	while (digits.length < count)
		for (const byte of crypto.getRandomValues(new Uint8Array(32)))
			if (byte < 250 && digits.length < count) digits += String(byte % 10);
	return digits;
}

function toBase64Url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
}

export function fromBase64Url(text: string): Bytes {
	return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
}
