import { createHmac } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { RateLimiterDrizzle } from 'rate-limiter-flexible';
import { dayOf } from '../../domain/clock.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/schema/rate-limits.ts';

/** A limit counts failures only: a whole village may share one address (ruling 13). */
export type Limit = {
	name: string;
	key: string;
	/** So many in so many seconds, then waiting begins. */
	failures: number;
	seconds: number;
	blockSeconds: number;
	/** Waiting grows no longer than this; 15 minutes unless said otherwise. */
	longestSeconds?: number;
};

/**
 * Throws `throttled` with the seconds to wait while any of the limits is used up. Asks nothing else of the database,
 * so a guess that is refused costs little.
 */
export async function assertNotThrottled(context: Context, limits: readonly Limit[]): Promise<void> {
	for (const limit of limits) {
		const wait = await waiting(context, limit).get(limit.key);
		if (wait) throw new Refusal('throttled', { seconds: Math.max(1, Math.ceil(wait.msBeforeNext / 1000)) });
	}
}

/**
 * Counts one failure on each limit. Waiting grows: each failure past the limit blocks longer, up to 15 minutes. The
 * wait has a row of its own, so that the count outlives it and does not begin anew after each wait.
 */
export async function countFailure(context: Context, limits: readonly Limit[]): Promise<void> {
	for (const limit of limits) {
		const now = await counting(context, limit).penalty(limit.key, 1);
		const beyond = now.consumedPoints - limit.failures;
		if (beyond < 0) continue;
		const seconds = Math.min(limit.longestSeconds ?? 900, limit.blockSeconds * 2 ** Math.min(beyond, 10));
		await waiting(context, limit).block(limit.key, seconds);
	}
}

/** A success wipes what was counted against its own key. */
export async function forgetFailures(context: Context, limits: readonly Limit[]): Promise<void> {
	for (const limit of limits) {
		await counting(context, limit).delete(limit.key);
		await waiting(context, limit).delete(limit.key);
	}
}

/** A network as a key: HMAC(day key, /24 or /56). The address itself is written nowhere (trust C17). */
export function networkKey({ secrets, now }: Context, address: string): string {
	return createHmac('sha256', secrets.pepper)
		.update(`network:${dayOf(now)}:${networkOf(address)}`)
		.digest('base64url')
		.slice(0, 22);
}

/**
 * The limits on opening a case with number and code (trust: number, code, link token). A browser that opened the case
 * before waits only when everybody does.
 */
export function guessLimits(
	context: Context,
	number: string,
	{ address, openedBefore }: { address: string; openedBefore: boolean }
): Limit[] {
	const network = networkKey(context, address);
	const own: Limit[] = [
		{ name: 'guess-case', key: `${number}:${network}`, failures: 10, seconds: 3600, blockSeconds: 30 },
		{ name: 'guess-network', key: network, failures: 60, seconds: 3600, blockSeconds: 30 }
	];
	const all: Limit = { name: 'guess-all', key: 'all', failures: 20, seconds: 1, blockSeconds: 1, longestSeconds: 1 };
	return openedBefore ? [all] : [...own, all];
}

/** A kiosk has its own limit (trust: number, code, link token): many people use one machine, so it is wide but slow. */
export function deviceGuessLimits(deviceId: number): Limit[] {
	return [{ name: 'guess-kiosk', key: String(deviceId), failures: 20, seconds: 3600, blockSeconds: 30 }];
}

/** Turning a recording into text is much work for a small service: each counts, one a minute is more than a queue needs. */
export function deviceTranscriptionLimits(deviceId: number): Limit[] {
	return [{ name: 'transcribe-kiosk', key: String(deviceId), failures: 60, seconds: 3600, blockSeconds: 60 }];
}

/** Counts a wrong code; true once in a minute that sees one a second: somebody guesses, and the log must say so. */
export async function isGuessing(context: Context): Promise<boolean> {
	const aMinute: Limit = { name: 'guess-alarm', key: 'all', failures: 60, seconds: 60, blockSeconds: 1 };
	const { consumedPoints } = await counting(context, aMinute).penalty(aMinute.key, 1);
	return consumedPoints === aMinute.failures;
}

/** The limits on signing in: per account and per network. */
export function signInLimits(context: Context, username: string, address: string): Limit[] {
	return [
		{ name: 'sign-in', key: username.trim().toLowerCase().slice(0, 60), failures: 5, seconds: 900, blockSeconds: 30 },
		{ name: 'sign-in-network', key: networkKey(context, address), failures: 30, seconds: 900, blockSeconds: 30 }
	];
}

/** The first 24 bits of an IPv4 address, the first 56 of an IPv6 one however it is abbreviated. */
function networkOf(address: string): string {
	const plain = address.replace(/^::ffff:/i, '');
	if (isIPv4(plain)) return plain.split('.').slice(0, 3).join('.');
	const [before = [], after = []] = plain.split('::').map((half) => half.split(':').filter(Boolean));
	const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
	const groups = [...before, ...zeros, ...after].map((group) => group.toLowerCase().padStart(4, '0'));
	return groups.join('').slice(0, 14);
}

function counting({ db }: Context, { name, failures, seconds }: Limit): RateLimiterDrizzle {
	return limiter(db, name, failures, seconds);
}

function waiting({ db }: Context, { name, failures, seconds }: Limit): RateLimiterDrizzle {
	return limiter(db, `${name}-wait`, failures, seconds);
}

function limiter(db: Context['db'], keyPrefix: string, points: number, duration: number): RateLimiterDrizzle {
	return new RateLimiterDrizzle({
		storeClient: db,
		schema: rateLimits,
		keyPrefix,
		points,
		duration,
		clearExpiredByTimeout: false
	});
}
