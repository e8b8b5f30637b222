import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '#lib/domain/refusal.ts';
import {
	assertNotThrottled,
	countFailure,
	guessLimits,
	isGuessing,
	type Limit,
	networkKey
} from '#lib/server/auth/throttle.ts';
import { openWithCode } from '#lib/server/cases/access.ts';
import { days, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

let made = 0;
const limit = (changes: Partial<Limit> = {}): Limit => ({
	name: 'test',
	key: `key-${++made}`,
	failures: 3,
	seconds: 3600,
	blockSeconds: 30,
	...changes
});
const fail = async (one: Limit, times: number) => {
	for (let count = 0; count < times; count++) await countFailure(world.stranger(), [one]);
};
/** Seconds to wait; 0 = none. */
const waitOf = async (one: Limit): Promise<number> => {
	const fault: unknown = await assertNotThrottled(world.stranger(), [one]).catch((fault: unknown) => fault);
	return fault instanceof Refusal ? Number(fault.details.seconds) : 0;
};
/** The wall clock runs while the test does. */
const expectWait = async (one: Limit, seconds: number) => {
	const wait = await waitOf(one);
	expect(wait).toBeLessThanOrEqual(seconds);
	expect(wait).toBeGreaterThan(seconds * 0.7);
};
/** The limiter reads the wall clock: waiting is told by moving its rows into the past. */
const pass = (seconds: number) =>
	world.db.execute(sql`update rate_limits set expire = expire - make_interval(secs => ${seconds})`);

describe('a limit', () => {
	it('lets pass until its failures are used up, then says how long to wait', async () => {
		const one = limit();
		await fail(one, 2);
		expect(await waitOf(one)).toBe(0);
		await fail(one, 1);
		expect(await refusalOf(assertNotThrottled(world.stranger(), [one]))).toBe('throttled');
		await expectWait(one, 30);
	});

	it('makes each further failure wait longer, up to 15 minutes', async () => {
		const one = limit({ seconds: 86_400 });
		await fail(one, 3);
		for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
			await expectWait(one, seconds);
			await pass(seconds);
			expect(await waitOf(one)).toBe(0);
			await fail(one, 1);
		}
	});

	it('forgets its failures after its time, and not with each wait', async () => {
		const one = limit();
		await fail(one, 3);
		await pass(3601);
		await fail(one, 2);
		expect(await waitOf(one)).toBe(0);
	});

	it('counts failures that come at once, each', async () => {
		const one = limit();
		await Promise.all([1, 2, 3].map(() => countFailure(world.stranger(), [one])));
		expect(await refusalOf(assertNotThrottled(world.stranger(), [one]))).toBe('throttled');
	});
});

describe('a network', () => {
	const key = (address: string, now = noon) => networkKey(world.stranger(now), address);

	it('is a /24, also where the address comes in IPv6 clothes', () => {
		expect(key('203.0.113.9')).toBe(key('203.0.113.200'));
		expect(key('::ffff:203.0.113.9')).toBe(key('203.0.113.200'));
		expect(key('203.0.113.9')).not.toBe(key('203.0.114.9'));
	});

	it('is a /56, however the address is abbreviated', () => {
		expect(key('2001:db8:1:ab00::1')).toBe(key('2001:db8:1:abff:1:2:3:4'));
		expect(key('2001:db8:1:ab00::1')).not.toBe(key('2001:db8:1:ac00::1'));
		expect(key('2001:db8::1')).toBe(key('2001:db8:0:0:5:6:7:8'));
		expect(key('2001:db8::a:1:2:3')).toBe(key('2001:db8::b:1:2:3'));
	});

	it('is another key every day, and never the address', () => {
		expect(key('203.0.113.9')).not.toBe(key('203.0.113.9', days(1)));
		expect(key('203.0.113.9')).toMatch(/^[\w-]{22}$/);
	});
});

describe('guessing at a case', () => {
	const guess = async (number: string, address: string) => {
		const context = world.stranger();
		const limits = guessLimits(context, number, { address, openedBefore: false });
		await assertNotThrottled(context, limits.slice(0, 2));
		await countFailure(context, limits.slice(0, 2));
	};

	it('stops after ten failures from one network, for unknown numbers as for known, and for nobody else', async () => {
		const { number, code } = await world.aCase();
		for (const tried of [number, 'MQ261103-0000000']) {
			for (let count = 0; count < 10; count++) await guess(tried, '198.51.100.7');
			expect(await refusalOf(guess(tried, '198.51.100.8'))).toBe('throttled');
		}
		await guess(number, '192.0.2.1');
		// the limit is not the owner's: elsewhere the right code still opens
		expect(await openWithCode(world.stranger(), number, code)).not.toBeNull();
	});

	it('stops after sixty failures from one network over many numbers', async () => {
		for (let count = 0; count < 60; count++) await guess(`MQ-${count}`, '198.18.5.1');
		expect(await refusalOf(guess('MQ-60', '198.18.5.2'))).toBe('throttled');
	});

	it('raises one alarm in a minute that sees a wrong code a second', async () => {
		const alarms: boolean[] = [];
		for (let count = 0; count < 70; count++) alarms.push(await isGuessing(world.stranger()));
		expect(alarms.flatMap((isAlarm, index) => (isAlarm ? [index] : []))).toEqual([59]);
		await pass(61);
		expect(await isGuessing(world.stranger())).toBe(false);
	});

	it('never locks everybody out for more than a second', async () => {
		const all = guessLimits(world.stranger(), 'MQ', { address: '192.0.2.1', openedBefore: true });
		expect(all.map(({ name }) => name)).toEqual(['guess-all']);
		await Promise.all(Array.from({ length: 40 }, () => countFailure(world.stranger(), all)));
		const [row] = await world.db.execute(
			sql`select ceil(extract(epoch from expire - now()))::int as wait from rate_limits where key = 'guess-all-wait:all'`
		);
		expect(row?.wait).toBeLessThanOrEqual(1);
	});

	it('leaves no address in the table', async () => {
		const [row] = await world.db.execute(
			sql`select count(*)::int as found from rate_limits where key like '%198.51%' or key like '%192.0.2%'`
		);
		expect(row?.found).toBe(0);
	});
});
