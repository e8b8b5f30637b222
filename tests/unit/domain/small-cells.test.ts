import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideSmallLevels, mergeSmall } from '#lib/domain/small-cells.ts';

const cells = (counts: Record<string, number>) => Object.entries(counts).map(([key, count]) => ({ key, count }));

describe('counts by category', () => {
	it('shows the large ones in order and the small ones as one', () => {
		expect(mergeSmall(cells({ a: 7, b: 31, c: 3, d: 2, e: 0 }))).toEqual({
			shown: [
				{ key: 'b', count: 31 },
				{ key: 'a', count: 7 }
			],
			rest: { kinds: 2, count: 5 }
		});
	});

	it('lets the smallest large one go with a single small one, which a subtraction would show', () => {
		expect(mergeSmall(cells({ a: 7, b: 31, c: 3 }))).toEqual({
			shown: [{ key: 'b', count: 31 }],
			rest: { kinds: 2, count: 10 }
		});
	});

	it('keeps apart what never stands alone', () => {
		const { shown } = mergeSmall(cells({ '18': 9, '01': 9, '02': 8 }), (key) => key === '18');
		expect(shown.map(({ key }) => key)).toEqual(['01']);
	});

	it('for any counts: nothing is lost, nothing small is shown, and no small one can be worked out', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(40), { maxLength: 20 }), (counts) => {
				const given = counts.map((count, key) => ({ key, count }));
				const { shown, rest } = mergeSmall(given);
				const total = counts.reduce((sum, count) => sum + count, 0);
				expect(shown.reduce((sum, { count }) => sum + count, 0) + (rest?.count ?? 0)).toBe(total);
				expect(shown.every(({ count }) => count >= 5)).toBe(true);
				if (rest && shown.length > 0) expect(rest.kinds >= 2 && rest.count >= 5).toBe(true);
			})
		);
	});
});

describe('the five levels', () => {
	it.each([
		[
			{ 5: 34, 4: 18, 3: 5, 2: 6, 1: 7 },
			{ 5: 34, 4: 18, 3: 5, 2: 6, 1: 7 }
		],
		[
			{ 5: 34, 4: 18, 3: 5, 2: 3, 1: 1 },
			{ 5: 34, 4: 18, 3: 5, 2: null, 1: null }
		],
		// a single hidden one would be the difference to 满意率 or 差评率
		[
			{ 5: 34, 4: 18, 3: 2, 2: 0, 1: 0 },
			{ 5: 34, 4: null, 3: null, 2: 0, 1: 0 }
		],
		[
			{ 5: 34, 4: 18, 3: 0, 2: 9, 1: 1 },
			{ 5: 34, 4: 18, 3: 0, 2: null, 1: null }
		],
		[
			{ 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 },
			{ 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 }
		]
	])('%o', (levels, shown) => {
		expect(hideSmallLevels(levels)).toEqual(shown);
	});

	it('for any levels: nothing small is shown, and never one hidden alone beside a known sum', () => {
		const level = fc.nat(12);
		fc.assert(
			fc.property(fc.record({ 5: level, 4: level, 3: level, 2: level, 1: level }), (levels) => {
				const shown = hideSmallLevels(levels);
				for (const group of [[5, 4, 3] as const, [2, 1] as const]) {
					for (const one of group) if (levels[one] > 0 && levels[one] < 5) expect(shown[one]).toBeNull();
					expect(group.filter((one) => shown[one] === null).length).not.toBe(1);
				}
			})
		);
	});
});
