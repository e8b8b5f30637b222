import { describe, expect, it } from 'vitest';
import { alertsOf, type KioskHealth } from '../../../src/lib/domain/kiosk-alerts.ts';

const now = new Date('2026-11-03T04:00:00Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const well: KioskHealth = {
	pairedAt: before(86_400),
	seenAt: before(40),
	queued: 0,
	oldestQueuedAt: null,
	stuck: 0,
	clockSkewSeconds: 2,
	paper: 'ok'
};

describe('the alerts of a kiosk', () => {
	it('are none while it is well', () => {
		expect(alertsOf(well, now)).toEqual([]);
	});

	it.each<[string, Partial<KioskHealth>, string[], number?]>([
		['180 s of silence', { seenAt: before(180) }, []],
		['181 s of silence', { seenAt: before(181) }, ['silent'], 3],
		['never heard of, just paired', { seenAt: null, pairedAt: before(60) }, []],
		['never heard of since long', { seenAt: null, pairedAt: before(600) }, ['silent'], 10],
		['50 queued', { queued: 50 }, []],
		['51 queued', { queued: 51 }, ['queued'], 51],
		['one that waits for 24 h', { queued: 1, oldestQueuedAt: before(86_400) }, []],
		['one that waits for longer', { queued: 1, oldestQueuedAt: before(86_401 + 3600) }, ['unsent'], 25],
		['one the server refuses', { stuck: 1 }, ['stuck'], 1],
		['a clock 10 minutes fast', { clockSkewSeconds: 600 }, []],
		['a clock more than 10 minutes fast', { clockSkewSeconds: 661 }, ['skew'], 11],
		['a clock more than 10 minutes slow', { clockSkewSeconds: -661 }, ['skew'], 11],
		['no paper', { paper: 'out' }, ['paper'], 0],
		['paper nobody knows of', { paper: 'unknown' }, []]
	])('%s', (_what, changes, keys, count) => {
		const alerts = alertsOf({ ...well, ...changes }, now);
		expect(alerts.map(({ key }) => key)).toEqual(keys);
		if (count !== undefined) expect(alerts[0]?.count).toBe(count);
	});

	it('say that no machine is paired, and nothing else', () => {
		expect(alertsOf(null, now)).toEqual([{ key: 'unpaired', count: 0 }]);
	});

	it('stand the gravest first', () => {
		const all = { seenAt: before(600), stuck: 2, queued: 60, oldestQueuedAt: before(100_000), clockSkewSeconds: 900 };
		expect(alertsOf({ ...well, ...all, paper: 'out' }, now).map(({ key }) => key)).toEqual([
			...['silent', 'stuck', 'unsent', 'queued', 'skew', 'paper']
		]);
	});
});
