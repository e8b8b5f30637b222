import { describe, expect, it } from 'vitest';
import { addDays } from '#lib/domain/clock.ts';
import { isFirstDay, latestPeriods, periodBefore, periodOf, reportKinds } from '#lib/domain/report-period.ts';

describe('the period a day lies in', () => {
	it.each([
		['week', '2026-11-03', '2026-11-02', '2026-11-08'],
		['week', '2026-11-08', '2026-11-02', '2026-11-08'],
		['week', '2027-01-01', '2026-12-28', '2027-01-03'],
		['month', '2026-11-30', '2026-11-01', '2026-11-30'],
		['month', '2028-02-29', '2028-02-01', '2028-02-29'],
		['quarter', '2026-11-03', '2026-10-01', '2026-12-31'],
		['quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
		['year', '2026-02-28', '2026-01-01', '2026-12-31']
	] as const)('%s of %s', (kind, day, from, to) => {
		expect(periodOf(kind, day)).toEqual({ from, to });
	});

	it('follows the one before without a gap or an overlap, for ten years of every kind', () => {
		for (const kind of reportKinds) {
			const periods = latestPeriods(kind, '2030-12-31', kind === 'week' ? 520 : 120);
			for (const [at, period] of periods.entries()) {
				expect(periodOf(kind, period.to)).toEqual(period);
				const before = periods[at + 1];
				if (before) expect(before.to).toBe(addDays(period.from, -1));
			}
		}
	});

	it('knows the one before', () => {
		expect(periodBefore('month', '2026-03-01')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
		expect(periodBefore('quarter', '2026-01-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
	});

	it('begins on its first day alone', () => {
		expect(isFirstDay('week', '2026-11-02')).toBe(true);
		expect(isFirstDay('week', '2026-11-03')).toBe(false);
		expect(isFirstDay('month', '2026-02-30')).toBe(false);
		expect(isFirstDay('month', '2026-2-1')).toBe(false);
		expect(isFirstDay('year', 'now')).toBe(false);
	});
});
