import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, dayOf, endOfDay, startOfDay } from '#lib/domain/clock.ts';
import { mayAskUntil, mayPromise } from '#lib/domain/joint.ts';

it('a promise lies between today and the day that is due, whenever it is made', () => {
	const at = fc.integer({ min: 0, max: 86_399_999 });
	fc.assert(
		fc.property(at, fc.integer({ min: -3, max: 40 }), fc.integer({ min: -5, max: 45 }), (ms, dueIn, promisedIn) => {
			const now = new Date(startOfDay('2026-11-03').getTime() + ms);
			const day = (ahead: number) => addDays(dayOf(now), ahead);
			const isPossible = promisedIn >= 0 && promisedIn <= dueIn;
			expect(mayPromise(day(promisedIn), { dueAt: endOfDay(day(dueIn)), now })).toBe(isPossible);
			expect(mayAskUntil(day(promisedIn), { promisedOn: day(dueIn), now })).toBe(isPossible);
		})
	);
});

it('of what is due at an hour the day is the last one', () => {
	const now = new Date('2026-11-03T04:00:00Z');
	const dueAt = new Date('2026-11-04T04:00:00Z');
	expect(mayPromise('2026-11-04', { dueAt, now })).toBe(true);
	expect(mayPromise('2026-11-05', { dueAt, now })).toBe(false);
});
