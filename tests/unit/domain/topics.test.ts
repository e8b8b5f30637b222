import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewest } from '../../../src/lib/domain/indicators.ts';
import { type Cell, hideSmall, periodAfter, periodBefore, periodOf } from '../../../src/lib/domain/topics.ts';

describe('a period', () => {
	it.each([
		['week', '2026-11-04', '2026-11-02', '2026-11-08'],
		['week', '2026-11-08', '2026-11-02', '2026-11-08'],
		['week', '2027-01-01', '2026-12-28', '2027-01-03'],
		['month', '2028-02-10', '2028-02-01', '2028-02-29'],
		['quarter', '2026-11-30', '2026-10-01', '2026-12-31'],
		['quarter', '2026-04-01', '2026-04-01', '2026-06-30']
	] as const)('%s of %s goes from %s to %s', (span, day, from, to) => {
		expect(periodOf(span, day)).toEqual({ from, to });
	});

	it('is followed by the next without a gap, and back', () => {
		for (const span of ['week', 'month', 'quarter'] as const) {
			const period = periodOf(span, '2026-12-31');
			expect(periodBefore(span, periodAfter(span, period))).toEqual(period);
			expect(periodAfter(span, period).from > period.to).toBe(true);
		}
	});
});

describe('small counts', () => {
	it.each<[string, number[][], Cell[][]]>([
		[
			'are shown with their totals when there are none',
			[[5, 0]],
			[
				[5, 0, 5],
				[5, 0, 5]
			]
		],
		[
			'are hidden with their totals',
			[[3]],
			[
				[null, null],
				[null, null]
			]
		],
		[
			'take another with them that would follow from a total',
			[
				[9, 2],
				[8, 7]
			],
			[
				[null, null, 11],
				[null, null, 15],
				[17, 9, 26]
			]
		]
	])('%s', (_, counts, expected) => {
		expect(hideSmall(counts)).toEqual(expected);
	});

	it('never show, and nothing hidden follows from a line and its total', () => {
		const tables = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([height, width]) =>
			fc.array(fc.array(fc.nat({ max: 14 }), { minLength: width, maxLength: width }), {
				minLength: height,
				maxLength: height
			})
		);
		fc.assert(
			fc.property(tables, (counts) => {
				const cells = hideSmall(counts);
				const rows = counts.map((row) => [...row, row.reduce((sum, count) => sum + count, 0)]);
				const last = rows[0]?.map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0)) ?? [];
				const table = [...rows, last];
				cells.forEach((row, at) =>
					row.forEach((cell, column) => {
						expect(cell === null || cell === table[at]?.[column]).toBe(true);
						expect(cell === null || cell === 0 || cell >= fewest).toBe(true);
					})
				);
				const across = cells.map((row, at) => row.map((cell, column) => ({ cell, count: table[at]?.[column] ?? 0 })));
				const down = (across[0] ?? []).map((_, column) => across.map((row) => row[column] ?? { cell: 0, count: 0 }));
				for (const line of [...across, ...down]) {
					const hidden = line.slice(0, -1).filter(({ cell }) => cell === null);
					const sum = hidden.reduce((all, { count }) => all + count, 0);
					if (line.at(-1)?.cell === null) expect(hidden.length).toBeGreaterThan(0);
					else expect(hidden.length === 0 || (hidden.length > 1 && sum >= fewest)).toBe(true);
				}
			})
		);
	});
});
