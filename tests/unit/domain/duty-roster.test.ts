import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../../src/lib/domain/clock.ts';
import { dutyReach, momentOf, unansweredSince, weekOfShifts } from '../../../src/lib/domain/duty-roster.ts';
import { calendarOf, comingHoliday } from '../../../src/lib/domain/working-days.ts';

// the first week of October is off, with Saturday the 10th to make up for it
const calendar = calendarOf([
	...['01', '02', '05', '06', '07'].map((day) => ({ day: `2026-10-${day}`, kind: 'holiday' as const })),
	{ day: '2026-10-10', kind: 'workday' }
]);

describe('the holiday that comes', () => {
	const october = { firstOn: '2026-10-01', backOn: '2026-10-08' };
	it.each([
		['2026-09-25', null],
		// the weekend before counts for nothing
		['2026-09-27', october],
		['2026-09-28', october],
		['2026-09-30', october],
		['2026-10-01', october],
		['2026-10-07', october],
		['2026-10-08', null]
	])('%s: %j', (today, holiday) => {
		expect(comingHoliday(today, calendar)).toEqual(holiday);
	});

	it('no weekend is one', () => {
		const plain = calendarOf([]);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 3000 }), (days) => {
				expect(comingHoliday(addDays('2026-01-01', days), plain)).toBeNull();
			})
		);
	});

	it('has days off in it and none around it', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 25 }), (off) => {
				const rows = [...new Set(off)].map((day) => ({ day: addDays('2026-03-02', day), kind: 'holiday' as const }));
				const around = calendarOf(rows);
				const holiday = comingHoliday('2026-03-10', around);
				if (!holiday) return;
				const { firstOn, backOn } = holiday;
				expect(daysBetween(firstOn, backOn)).toBeGreaterThanOrEqual(3);
				expect(around.isWorkday(backOn)).toBe(true);
				expect(around.isWorkday(addDays(firstOn, -1))).toBe(true);
				for (let day = firstOn; day < backOn; day = addDays(day, 1)) expect(around.isWorkday(day)).toBe(false);
			})
		);
	});
});

it('reaches as far as the day is a working day or not', () => {
	expect(dutyReach({ isOnShift: false, isWorkday: false })).toBe('none');
	expect(dutyReach({ isOnShift: true, isWorkday: true })).toBe('urgent');
	expect(dutyReach({ isOnShift: true, isWorkday: false })).toBe('all');
});

it('makes of a week the turns of the days that have somebody', () => {
	const week = weekOfShifts('2026-12-28', '08:30', [1, null, 2, null, null, null, 1]);
	expect(week).toEqual([
		{ staffId: 1, fromAt: momentOf('2026-12-28', '08:30'), untilAt: momentOf('2026-12-29', '08:30') },
		{ staffId: 2, fromAt: momentOf('2026-12-30', '08:30'), untilAt: momentOf('2026-12-31', '08:30') },
		{ staffId: 1, fromAt: momentOf('2027-01-03', '08:30'), untilAt: momentOf('2027-01-04', '08:30') }
	]);
	expect(momentOf('2026-12-28', '08:30').toISOString()).toBe('2026-12-28T00:30:00.000Z');
});

it('escalates what was raised a quarter of an hour ago', () => {
	expect(unansweredSince(new Date('2026-11-03T04:15:00Z'))).toEqual(new Date('2026-11-03T04:00:00Z'));
});
