import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, lastDayOf } from '../../../src/lib/domain/clock.ts';
import {
	firstDue,
	ladderDue,
	ladderSteps,
	pauseShift,
	ratingDue,
	reworkDue,
	standingOf,
	supplyBy
} from '../../../src/lib/domain/deadline.ts';
import { addWorkdays, calendarOf } from '../../../src/lib/domain/working-days.ts';

const shanghai = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const calendar = calendarOf([
	{ day: '2026-10-01', kind: 'holiday' },
	{ day: '2026-10-02', kind: 'holiday' },
	{ day: '2026-10-05', kind: 'holiday' },
	{ day: '2026-10-06', kind: 'holiday' },
	{ day: '2026-10-07', kind: 'holiday' },
	{ day: '2026-10-10', kind: 'workday' }
]);
const anyMoment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });

describe('acceptance 3: the latest day of an answer', () => {
	it.each([
		['ordinary', 'help', '2026-11-03 20:15', '2026-11-10'],
		['ordinary', 'complaint', '2026-10-26 14:00', '2026-11-02'],
		['ordinary', 'suggestion', '2026-11-17 12:20', '2026-11-24'],
		['important', 'help', '2026-01-31 09:00', '2026-02-28'],
		['important', 'help', '2026-08-12 10:00', '2026-09-12'],
		['important', 'help', '2026-12-31 23:59', '2027-01-31'],
		['important', 'complaint', '2026-10-09 08:40', '2026-11-09'],
		['ordinary', 'question', '2026-11-02 09:20', '2026-11-05'],
		// three working days after 30 September are only on 12 October: the seven days stand
		['ordinary', 'question', '2026-09-30 09:00', '2026-10-07']
	] as const)('%s %s of %s is %s, 24:00', (urgency, type, at, day) => {
		expect(lastDayOf(firstDue({ type, class: urgency, submittedAt: shanghai(at), calendar }))).toBe(day);
	});

	it('is 24 hours for what is urgent', () => {
		const due = firstDue({ type: 'help', class: 'urgent', submittedAt: shanghai('2026-11-16 15:52'), calendar });
		expect(due).toEqual(shanghai('2026-11-17 15:52'));
	});

	it('never comes before the submission, and of a question never after the week', () => {
		fc.assert(
			fc.property(anyMoment, (submittedAt) => {
				const week = firstDue({ type: 'help', class: 'ordinary', submittedAt, calendar });
				const question = firstDue({ type: 'question', class: 'ordinary', submittedAt, calendar });
				expect(question.getTime()).toBeGreaterThan(submittedAt.getTime());
				expect(question.getTime()).toBeLessThanOrEqual(week.getTime());
			})
		);
	});
});

describe('a pause', () => {
	it('moves the due by whole calendar days, ten in all', () => {
		fc.assert(
			fc.property(anyMoment, fc.nat(40), fc.integer({ min: 0, max: 10 }), (pausedAt, waited, usedDays) => {
				const resumedAt = new Date(pausedAt.getTime() + waited * 86_400_000);
				const { dueAt, pausedDays } = pauseShift({ dueAt: pausedAt, pausedAt, resumedAt, usedDays });
				expect(pausedDays).toBeLessThanOrEqual(10);
				expect(dueAt.getTime() - pausedAt.getTime()).toBe((pausedDays - usedDays) * 86_400_000);
			})
		);
	});

	it('offers what is left of the ten days, then nothing', () => {
		expect(supplyBy(shanghai('2026-11-03 10:00'), 4)).toEqual(shanghai('2026-11-10 00:00'));
		expect(supplyBy(shanghai('2026-11-03 10:00'), 10)).toBeNull();
	});
});

it('gives fifteen days to rate and fifteen working days to handle again', () => {
	expect(lastDayOf(ratingDue(shanghai('2026-11-03 10:00')))).toBe('2026-11-18');
	expect(lastDayOf(reworkDue(shanghai('2026-11-02 10:00'), calendar))).toBe('2026-11-23');
});

it('counts make-up Saturdays and skips holidays', () => {
	expect(addWorkdays('2026-09-30', 1, calendar)).toBe('2026-10-08');
	expect(addWorkdays('2026-10-09', 1, calendar)).toBe('2026-10-10');
	expect(calendar.hasYear(2027)).toBe(false);
});

describe('the ladder of an overdue case', () => {
	it.each([
		['2026-11-11 00:00', '2026-11-12 00:00', '2026-11-14 00:00'],
		// due on a Friday: Monday and Wednesday
		['2026-11-14 00:00', '2026-11-17 00:00', '2026-11-19 00:00'],
		// due within a day: at its hour
		['2026-11-13 15:23', '2026-11-16 15:23', '2026-11-18 15:23'],
		['2026-10-01 00:00', '2026-10-09 00:00', '2026-10-11 00:00']
	])('due %s: supervised %s, to the lead official %s', (due, second, third) => {
		const steps = ladderSteps.map((step) => ladderDue(shanghai(due), step, calendar));
		expect(steps).toEqual([shanghai(due), shanghai(second), shanghai(third)]);
	});

	it('never goes down', () => {
		fc.assert(
			fc.property(anyMoment, (due) => {
				const [first, second, third] = ladderSteps.map((step) => ladderDue(due, step, calendar).getTime());
				expect(first).toBe(due.getTime());
				expect(second).toBeGreaterThan(Number(first));
				expect(third).toBeGreaterThan(Number(second));
			})
		);
	});
});

it('says how a due stands in natural days', () => {
	const due = shanghai('2026-11-11 00:00');
	expect(standingOf(due, shanghai('2026-11-04 09:00'))).toEqual({ kind: 'days', days: 6 });
	expect(standingOf(due, shanghai('2026-11-10 09:00'))).toEqual({ kind: 'hours', hours: 15 });
	expect(standingOf(due, shanghai('2026-11-13 09:00'))).toEqual({ kind: 'overdue', days: 3 });
	expect(dayOf(due)).toBe('2026-11-11');
});
