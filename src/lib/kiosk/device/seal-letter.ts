import { letterLayout, letterPurpose } from '#lib/domain/kiosk.ts';
import type { KioskLetter } from '#lib/domain/kiosk-letter.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** The server's key: raw P-256 point, 65 bytes, and its id. */
export type LetterKey = { id: string; publicKey: Bytes };

/**
 * Seals a letter and the bytes of its parts to the server's key; the machine that sealed it cannot open it again (trust
 * C10). What is inside: four bytes with the length of the JSON (big endian), the JSON, the parts one behind the other.
 */
export async function sealLetter(key: LetterKey, letter: KioskLetter, parts: readonly Bytes[]): Promise<Bytes> {
	const json = new TextEncoder().encode(JSON.stringify(letter));
	const length = new Uint8Array(4);
	new DataView(length.buffer).setUint32(0, json.length);
	const plain = joined([length, json, ...parts]);

	const curve = { name: 'ECDH', namedCurve: 'P-256' };
	const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
	const ownPublicKey = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
	const theirs = await crypto.subtle.importKey('raw', key.publicKey, curve, false, []);
	const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
	const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
	const info = new TextEncoder().encode(letterPurpose);
	const sealing = await crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: ownPublicKey, info },
		secret,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt']
	);
	const iv = crypto.getRandomValues(new Uint8Array(letterLayout.nonceBytes));
	const additionalData = new TextEncoder().encode(letter.number);
	const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData, tagLength: 128 }, sealing, plain);
	const id = new TextEncoder().encode(key.id);
	const head = Uint8Array.from([letterLayout.version, id.length]);
	return joined([head, id, ownPublicKey, iv, new Uint8Array(body)]);
}

function joined(pieces: readonly Uint8Array[]): Bytes {
	const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
