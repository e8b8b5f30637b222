import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, endOfDay, lastDayOf } from '../../../src/lib/domain/clock.ts';
import { assertExtension, latestExtension, movedAnswerDue, originalLength } from '../../../src/lib/domain/extension.ts';
import { assertPlan, dueOffList, phasesIn, planParts } from '../../../src/lib/domain/phase-plan.ts';
import { calendarOf } from '../../../src/lib/domain/working-days.ts';

const shanghai = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const calendar = calendarOf([]);
const dueAt = endOfDay('2026-11-10');
const asked = {
	dueAt,
	newDueOn: '2026-11-15',
	lengthDays: 7,
	extensions: 0,
	reason: '要等供电所停电后才能换线，已经约好。',
	progress: '已经到现场看过，灯头和线都已备好。',
	now: shanghai('2026-11-09 10:00')
};

describe('the original length', () => {
	it.each([
		['ordinary', 'help', '2026-11-03 20:15', 7],
		['important', 'help', '2026-09-10 15:30', 30],
		['important', 'help', '2026-01-31 09:00', 28],
		['ordinary', 'question', '2026-11-02 09:20', 3],
		['urgent', 'help', '2026-11-16 15:52', 1]
	] as const)('of a case %s, %s, filed %s is %i days', (urgency, type, at, length) => {
		expect(originalLength({ type, class: urgency, submittedAt: shanghai(at), calendar })).toBe(length);
	});
});

describe('an extension', () => {
	it('names a day up to the original length after the due, and gives its end', () => {
		expect(latestExtension(dueAt, 7)).toBe('2026-11-17');
		expect(assertExtension({ ...asked, newDueOn: '2026-11-17' })).toEqual(endOfDay('2026-11-17'));
	});

	it.each([
		['after the second', { extensions: 2 }, 'extension.used-up'],
		['at the due itself', { now: dueAt }, 'extension.asked-late'],
		['without a reason', { reason: ' ' }, 'extension.words-missing'],
		['with fourteen characters of progress', { progress: '一二三四五六七八九十一二三四' }, 'extension.words-missing'],
		['to the day it is due already', { newDueOn: '2026-11-10' }, 'extension.not-later'],
		['a day beyond the original length', { newDueOn: '2026-11-18' }, 'extension.too-long']
	])('is refused %s', (_, changes, key) => {
		expect(() => assertExtension({ ...asked, ...changes })).toThrow(key);
	});

	it('is asked for a second before the due, and with fifteen characters', () => {
		const progress = '一二三四五六七八九十一二三四五';
		expect(assertExtension({ ...asked, progress, now: new Date(dueAt.getTime() - 1000) })).toEqual(
			endOfDay('2026-11-15')
		);
	});
});

describe('the due an answer is measured against', () => {
	it('follows a notice in time to the millisecond, and stays once it was missed', () => {
		const newDueAt = endOfDay('2026-11-15');
		const told = (now: Date) => movedAnswerDue({ dueAt, answerDueAt: dueAt, newDueAt, now });
		expect(told(dueAt)).toEqual({ answerDueAt: newDueAt, isLate: false });
		expect(told(new Date(dueAt.getTime() + 1))).toEqual({ answerDueAt: dueAt, isLate: true });
	});

	it('never moves again after it passed, whatever is granted', () => {
		const day = fc.integer({ min: 1, max: 40 });
		fc.assert(
			fc.property(fc.array(fc.record({ waited: day, longer: day }), { maxLength: 6 }), (steps) => {
				let now = shanghai('2026-11-01 09:00');
				let due = dueAt;
				let answerDue = dueAt;
				let missed: Date | null = null;
				for (const { waited, longer } of steps) {
					now = new Date(now.getTime() + waited * 86_400_000);
					if (now > due) missed ??= answerDue;
					const newDueAt = endOfDay(addDays(lastDayOf(due > now ? due : now), longer));
					const moved = movedAnswerDue({ dueAt: due, answerDueAt: answerDue, newDueAt, now });
					answerDue = moved.answerDueAt;
					due = newDueAt;
				}
				expect(answerDue).toEqual(missed ?? due);
			})
		);
	});
});

describe('a plan in phases', () => {
	const now = shanghai('2026-08-20 09:00');
	const phases = [
		{ text: '完成泵房设计', dueOn: '2026-10-31' },
		{ text: '开工建泵房', dueOn: '2027-03-31' }
	];
	const plan = { phases, cycleDays: 30, longestCycle: 30, now };

	it('keeps its words and days as it was approved', () => {
		expect(phasesIn({ text: '要增建泵房', ...planParts(phases) })).toEqual(
			phases.map((phase, index) => ({ ...phase, position: index + 1 }))
		);
		expect(() => assertPlan(plan)).not.toThrow();
	});

	it.each([
		['one phase', { phases: phases.slice(1) }, 'plan.too-few'],
		['seven phases', { phases: [...phases, ...phases, ...phases, ...phases].slice(0, 7) }, 'plan.too-few'],
		['phases out of order', { phases: phases.toReversed() }, 'plan.order'],
		['two phases on one day', { phases: phases.map(({ text }) => ({ text, dueOn: '2026-10-31' })) }, 'plan.order'],
		['a phase that ends today', { phases: [{ text: '临时送水', dueOn: '2026-08-20' }, ...phases] }, 'plan.order'],
		['a phase without words', { phases: [{ text: '送水', dueOn: '2026-09-01' }, ...phases] }, 'plan.words'],
		[
			'a phone in its words',
			{ phases: [{ text: '联系 13800138000', dueOn: '2026-09-01' }, ...phases] },
			'plan.personal'
		],
		['a notice every other month', { cycleDays: 31 }, 'plan.cycle'],
		['a notice less often than the office has promised', { cycleDays: 15, longestCycle: 14 }, 'plan.cycle'],
		['a notice every other day', { cycleDays: 2 }, 'plan.cycle']
	])('is refused with %s', (_, changes, key) => {
		expect(() => assertPlan({ ...plan, ...changes })).toThrow(key);
	});

	it('leaves a month at most for the answer when it is taken off the list', () => {
		expect(dueOffList('2026-09-20', now)).toEqual(endOfDay('2026-09-20'));
		expect(dueOffList(dayOf(now), now)).toEqual(endOfDay('2026-08-20'));
		for (const day of ['2026-09-21', '2026-08-19']) expect(() => dueOffList(day, now)).toThrow('plan.off-date');
	});
});
