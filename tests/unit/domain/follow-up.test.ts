import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDrawn } from '#lib/domain/follow-up.ts';
import { officeLimits, readLimit } from '#lib/domain/office-limits.ts';

const digestOf = (id: number, key = 'key') => createHmac('sha256', key).update(String(id)).digest();
const drawnOf = (count: number, percent: number, key?: string) =>
	Array.from({ length: count }, (_, id) => id).filter((id) => isDrawn(digestOf(id, key), percent));

it('draws about the share that was asked for, the same each time, and others under another key', () => {
	const drawn = drawnOf(20_000, 5);
	expect(drawn.length).toBeGreaterThan(900);
	expect(drawn.length).toBeLessThan(1100);
	expect(drawnOf(20_000, 5)).toEqual(drawn);
	expect(drawnOf(20_000, 5, 'another')).not.toEqual(drawn);
});

it('draws nobody at 0, everybody at 100, and at more per cent whoever was drawn at fewer', () => {
	fc.assert(
		fc.property(fc.integer(), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (id, one, other) => {
			const digest = digestOf(id);
			expect(isDrawn(digest, 0)).toBe(false);
			expect(isDrawn(digest, 100)).toBe(true);
			if (isDrawn(digest, Math.min(one, other))) expect(isDrawn(digest, Math.max(one, other))).toBe(true);
		})
	);
});

it.each([
	['30', 30],
	['3650', 3650],
	['29', null],
	['3651', null],
	['', null],
	['-30', null],
	['90.5', null],
	['１８０', null]
])('a retention of “%s” days is read as %s', (text, days) => {
	expect(readLimit('retention.contactDays', text)).toBe(days);
	expect(officeLimits['retention.contactDays'].usual).toBe(180);
});
