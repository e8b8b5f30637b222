import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuiet, onceOf, retryAt, takesSms } from '#lib/domain/messages.ts';

const at = (time: string) => new Date(`2026-11-03T${time}+08:00`);
const night = { from: 21 * 60, until: 8 * 60 };
const noonRest = { from: 12 * 60, until: 14 * 60 };

describe('quiet hours', () => {
	it.each([
		['20:59:59', night, false],
		['21:00:00', night, true],
		['00:00:00', night, true],
		['07:59:59', night, true],
		['08:00:00', night, false],
		['11:59:59', noonRest, false],
		['12:00:00', noonRest, true],
		['13:59:59', noonRest, true],
		['14:00:00', noonRest, false],
		['03:00:00', { from: 0, until: 0 }, false]
	])('at %s of %j: %s', (time, quiet, expected) => {
		expect(isQuiet(at(time), quiet)).toBe(expected);
	});
});

it('waits twice as long after each attempt, up to four hours, a quarter more or less', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, chance) => {
			const seconds = (retryAt(attempts, at('09:00:00'), chance).getTime() - at('09:00:00').getTime()) / 1000;
			const middle = Math.min(30 * 2 ** (attempts - 1), 14_400);
			expect(seconds).toBeGreaterThanOrEqual(middle * 0.75);
			expect(seconds).toBeLessThanOrEqual(middle * 1.25);
		})
	);
});

it('tells of progress once a day of Shanghai, of everything else once an event', () => {
	expect(onceOf('progress', 1, at('23:59:59'))).toBe(onceOf('progress', 2, at('00:00:00')));
	expect(onceOf('progress', 1, at('23:59:59'))).not.toBe(onceOf('progress', 1, new Date('2026-11-04T00:00:00+08:00')));
	expect(onceOf('answered', 1, at('09:00:00'))).not.toBe(onceOf('answered', 2, at('09:00:00')));
});

it('sends no SMS to a landline', () => {
	expect(['13800138000', '07972234567', '2234567', ''].map(takesSms)).toEqual([true, false, false, false]);
});
