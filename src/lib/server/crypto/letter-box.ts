import { createDecipheriv, createECDH, createSecretKey, type ECDH, hkdfSync } from 'node:crypto';
import { letterLayout, letterPurpose } from '../../domain/kiosk.ts';
import type { Secrets } from './secrets.ts';

/** The id of the key below; another key gets another, and the old one still opens what lies on kiosks. */
export const letterKeyId = 'd1';
/** The order of P-256, less one (FIPS 186-5, SP 800-186). */
const orderLessOne = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550n;

/** The server's public key for kiosks: P-256, raw and uncompressed, 65 bytes. */
export function letterPublicKey(secrets: Secrets): Buffer {
	return pairOf(secrets).getPublicKey();
}

/**
 * Opens what a kiosk sealed: [1][length of key id][key id][ephemeral public key][nonce][ciphertext and tag]. `number` is
 * bound in, so that a letter cannot be put under another number. Throws when anything was changed.
 */
export function openLetter(secrets: Secrets, sealed: Buffer, number: string): Buffer {
	const { version, publicKeyBytes, nonceBytes, tagBytes } = letterLayout;
	const idLength = sealed[1] ?? 0;
	if (sealed[0] !== version || sealed.toString('utf8', 2, 2 + idLength) !== letterKeyId)
		throw new Error('sealed in another way');
	const publicKey = sealed.subarray(2 + idLength).subarray(0, publicKeyBytes);
	const nonce = sealed.subarray(2 + idLength + publicKeyBytes).subarray(0, nonceBytes);
	const body = sealed.subarray(2 + idLength + publicKeyBytes + nonceBytes);
	if (body.length < tagBytes) throw new Error('cut off');
	const shared = pairOf(secrets).computeSecret(publicKey);
	const key = Buffer.from(hkdfSync('sha256', shared, publicKey, letterPurpose, 32));
	const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes })
		.setAAD(Buffer.from(number, 'utf8'))
		.setAuthTag(body.subarray(-tagBytes));
	return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]);
}

/** 64 bits more than the order has, then modulo: no bias to speak of (FIPS 186-5, A.2.1). */
function pairOf({ derivation }: Secrets): ECDH {
	const bits = Buffer.from(hkdfSync('sha256', derivation, '', `letter key ${letterKeyId}`, 40));
	const scalar = (BigInt(`0x${bits.toString('hex')}`) % orderLessOne) + 1n;
	const pair = createECDH('prime256v1');
	pair.setPrivateKey(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex'));
	return pair;
}
