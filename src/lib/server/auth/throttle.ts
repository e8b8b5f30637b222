import { createHmac } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { RateLimiterDrizzle } from 'rate-limiter-flexible';
import { dayOf } from '../../domain/clock.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { rateLimits } from '../db/schema/rate-limits.ts';

/** A limit counts failures only: a whole village may share one address (ruling 13). */
export type Limit = { name: string; key: string; failures: number; seconds: number; blockSeconds: number };

/**
 * Throws `throttled` with the seconds to wait while any of the limits is used up. Asks nothing else of the database,
 * so a guess that is refused costs little.
 */
export async function assertNotThrottled(context: Context, limits: readonly Limit[]): Promise<void> {
	for (const limit of limits) {
		const used = await limiter(context, limit).get(limit.key);
		if (used && used.consumedPoints >= limit.failures)
			throw new Refusal('throttled', { seconds: Math.max(1, Math.ceil(used.msBeforeNext / 1000)) });
	}
}

/** Counts one failure on each limit. Waiting grows: each failure past the limit blocks longer, up to 15 minutes. */
export async function countFailure(context: Context, limits: readonly Limit[]): Promise<void> {
	for (const limit of limits) {
		const counter = limiter(context, limit);
		const now = await counter.penalty(limit.key, 1);
		const beyond = now.consumedPoints - limit.failures;
		if (beyond >= 0) await counter.block(limit.key, Math.min(900, limit.blockSeconds * 2 ** Math.min(beyond, 10)));
	}
}

/** A success wipes what was counted against its own key. */
export async function forgetFailures(context: Context, limits: readonly Limit[]): Promise<void> {
	for (const limit of limits) await limiter(context, limit).delete(limit.key);
}

/** A network as a key: HMAC(day key, /24 or /56). The address itself is written nowhere (trust C17). */
export function networkKey({ secrets, now }: Context, address: string): string {
	const plain = address.replace(/^::ffff:/, '');
	const network = isIPv4(plain) ? plain.split('.').slice(0, 3).join('.') : plain.split(':').slice(0, 4).join(':');
	return createHmac('sha256', secrets.pepper)
		.update(`network:${dayOf(now)}:${network}`)
		.digest('base64url')
		.slice(0, 22);
}

/** The limits on opening a case with number and code (trust: number, code, link token). */
export function guessLimits(context: Context, number: string, address: string): Limit[] {
	const network = networkKey(context, address);
	return [
		{ name: 'guess-case', key: `${number}:${network}`, failures: 10, seconds: 3600, blockSeconds: 30 },
		{ name: 'guess-network', key: network, failures: 60, seconds: 3600, blockSeconds: 30 },
		{ name: 'guess-all', key: 'all', failures: 20, seconds: 1, blockSeconds: 1 }
	];
}

/** The limits on signing in: per account and per network. */
export function signInLimits(context: Context, username: string, address: string): Limit[] {
	return [
		{ name: 'sign-in', key: username.toLowerCase().slice(0, 60), failures: 5, seconds: 900, blockSeconds: 30 },
		{ name: 'sign-in-network', key: networkKey(context, address), failures: 30, seconds: 900, blockSeconds: 30 }
	];
}

function limiter({ db }: Context, { name, failures, seconds }: Limit): RateLimiterDrizzle {
	return new RateLimiterDrizzle({
		storeClient: db,
		schema: rateLimits,
		keyPrefix: name,
		points: failures,
		duration: seconds,
		clearExpiredByTimeout: false
	});
}
