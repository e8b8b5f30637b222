import { fromBase64Url } from './device/hand-in.ts';

type Tries = { tries: number; until: number };
type Kept = { read: () => Promise<Tries>; keep: (tries: Tries) => Promise<void> };
export type Outcome =
	{ kind: 'right' } | { kind: 'none' } | { kind: 'wrong'; left: number } | { kind: 'locked'; minutes: number };

const mostTries = 5;
const lockedMs = 15 * 60_000;

/**
 * Checks the service PIN on the machine itself, for the day the network is down: five tries, then a quarter of an hour,
 * which a restart does not shorten. `stored` is `iterations.salt.hash` (PBKDF2-SHA-256, base64url); null = no PIN is set.
 */
export async function checkServicePin(stored: string | null, pin: string, kept: Kept): Promise<Outcome> {
	if (!stored) return { kind: 'none' };
	const before = await kept.read();
	if (before.until > Date.now()) return { kind: 'locked', minutes: Math.ceil((before.until - Date.now()) / 60_000) };
	const tries = before.tries + 1;
	const isLast = tries >= mostTries;
	// counted before it is checked, so that pulling the plug gives no free try
	await kept.keep({ tries: isLast ? 0 : tries, until: isLast ? Date.now() + lockedMs : 0 });
	if (await isRight(stored, pin)) {
		await kept.keep({ tries: 0, until: 0 });
		return { kind: 'right' };
	}
	return isLast ? { kind: 'locked', minutes: lockedMs / 60_000 } : { kind: 'wrong', left: mostTries - tries };
}

async function isRight(stored: string, pin: string): Promise<boolean> {
	const [iterations = '', salt = '', hash = ''] = stored.split('.');
	const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
	const expected = fromBase64Url(hash);
	const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64Url(salt), iterations: Number(iterations) };
	const given = new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, expected.length * 8));
	return given.every((byte, at) => byte === expected[at]);
}
