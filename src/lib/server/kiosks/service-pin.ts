import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's floor for PBKDF2-SHA-256 is higher, but the check runs on the kiosk's own processor while somebody waits. */
const iterations = 210_000;
const derive = promisify(pbkdf2);

/** How the service PIN is kept: `iterations.salt.hash`, base64url. Not argon2: the kiosk checks it off-line, by WebCrypto. */
export async function hashServicePin(pin: string): Promise<string> {
	const salt = randomBytes(16);
	const hash = await derive(pin, salt, iterations, 32, 'sha256');
	return [iterations, salt.toString('base64url'), hash.toString('base64url')].join('.');
}
