import { createHmac, createSecretKey, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../crypto/secrets.ts';
import { sha256 } from '../crypto/sha256.ts';

/**
 * 查询码 of an on-line filing: ten digits from HMAC(server key, purpose and submission key), so that a retry under the
 * same cookie shows the same code. 64 bits modulo 10^10 leave a bias below 10^-9.
 */
export function deriveCode(secrets: Secrets, submissionKey: string): string {
	const bits = derive(secrets, 'code', submissionKey).readBigUInt64BE();
	return String(bits % 10_000_000_000n).padStart(10, '0');
}

/** Link token of an on-line filing: 128 bits, for the fragment of QR and links. */
export function deriveLinkToken(secrets: Secrets, submissionKey: string): string {
	return derive(secrets, 'link', submissionKey).subarray(0, 16).toString('base64url');
}

/** A renewed code is random, never derived (ruling 17). */
export function randomCode(): string {
	return String(randomInt(0, 100_000)).padStart(5, '0') + String(randomInt(0, 100_000)).padStart(5, '0');
}

/** 128 bits for links, cookies and devices. */
export function randomToken(): string {
	return randomBytes(16).toString('base64url');
}

/**
 * How a code is stored: HMAC-SHA-256 under a pepper kept outside the database, bound to its number, so that it is
 * never looked up without it (docs/decisions/005).
 */
export function codeMac(secrets: Secrets, number: string, code: string): Buffer {
	return createHmac('sha256', createSecretKey(secrets.pepper)).update(`code:${number}:${code}`).digest();
}

/** How a kiosk's pairing code is stored: found by it, and of no use without the pepper. */
export function pairingCodeMac(secrets: Secrets, code: string): Buffer {
	return createHmac('sha256', createSecretKey(secrets.pepper)).update(`pairing:${code}`).digest();
}

/** How the digits are stored that a phone types instead of scanning a photo ticket. */
export function photoCodeMac(secrets: Secrets, code: string): Buffer {
	return createHmac('sha256', createSecretKey(secrets.pepper)).update(`photos:${code}`).digest();
}

/** How a token is stored: it has 128 random bits, so a plain hash serves. */
export function hashToken(token: string): Buffer {
	return sha256(token);
}

/** Compared in constant time (ASVS 11.2.4). */
export function isSame(one: Buffer, other: Buffer): boolean {
	return one.length === other.length && timingSafeEqual(one, other);
}

function derive(secrets: Secrets, purpose: string, submissionKey: string): Buffer {
	return createHmac('sha256', createSecretKey(secrets.derivation)).update(`${purpose}:${submissionKey}`).digest();
}
