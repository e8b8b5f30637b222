import { addDays, addMonth, dayOf, daysBetween, type Day, endOfDay, lastDayOf } from './clock.ts';
import { type ClockRules, usualRules } from './office-limits.ts';
import type { CaseClass, CaseType } from './submission.ts';
import { addWorkdays, type Calendar, calendarOf } from './working-days.ts';

type Filed = {
	type: CaseType;
	class: CaseClass;
	submittedAt: Date;
	calendar: Calendar | null;
	/** Those that held when it was submitted. */
	rules?: ClockRules;
};

/**
 * The latest moment of an answer (ruling 1; the source's 「一般诉求在一个星期内…重要诉求在一个月内办理并反馈」): 7 natural days,
 * the corresponding day of the next month, 3 working days for a question but never beyond the 7 days, 24 hours when
 * urgent, or what the office has set instead. Days end at 24:00 in Shanghai; no holiday roll unless the office says so.
 */
export function firstDue({ type, class: urgency, submittedAt, calendar, rules = usualRules }: Filed): Date {
	if (urgency === 'urgent') return new Date(submittedAt.getTime() + rules['deadline.urgentHours'] * 3_600_000);
	const day = dayOf(submittedAt);
	const workdays = calendar ?? calendarOf([]);
	const rolled = (last: Day) =>
		rules['deadline.rolls'] === 1 && !workdays.isWorkday(last) ? addWorkdays(last, 1, workdays) : last;
	if (urgency === 'important')
		return endOfDay(rolled(earlier(addMonth(day), addDays(day, rules['deadline.importantDays']))));
	const week = rolled(addDays(day, rules['deadline.ordinaryDays']));
	if (type !== 'question') return endOfDay(week);
	return endOfDay(earlier(addWorkdays(day, rules['deadline.questionWorkdays'], workdays), week));
}

const earlier = (one: Day, other: Day) => (one < other ? one : other);

/** 待补充 may stop the clock for 10 days in all (ruling 3), or what the office has set. */
export const pauseLimitDays = usualRules['deadline.pauseDays'];

type Pause = { dueAt: Date; pausedAt: Date; resumedAt: Date; usedDays: number; limitDays?: number };

/** Moves a due by the whole calendar days between request and supplement, as far as the 10 days reach. */
export function pauseShift({ dueAt, pausedAt, resumedAt, usedDays, limitDays = pauseLimitDays }: Pause): {
	dueAt: Date;
	pausedDays: number;
} {
	const waited = Math.max(0, daysBetween(dayOf(pausedAt), dayOf(resumedAt)));
	const granted = Math.min(waited, Math.max(0, limitDays - usedDays));
	return { dueAt: new Date(dueAt.getTime() + granted * 86_400_000), pausedDays: usedDays + granted };
}

/** Until when the resident may supply what was asked for; null when the 10 days are used up. */
export function supplyBy(askedAt: Date, usedDays: number, limitDays = pauseLimitDays): Date | null {
	const left = limitDays - usedDays;
	return left > 0 ? endOfDay(addDays(dayOf(askedAt), left)) : null;
}

/** 评价期: 15 days after the answer, then 未评价. */
export function ratingDue(answeredAt: Date, rules = usualRules): Date {
	return endOfDay(addDays(dayOf(answeredAt), rules['deadline.ratingDays']));
}

/** A late first rating, or a request for re-handling, counts for 30 days from closing. */
export function lateRatingUntil(closedAt: Date): Date {
	return endOfDay(addDays(dayOf(closedAt), 30));
}

/** 归档: once nothing of the resident's is due any more: a late rating, a re-handling, a re-check. */
export function archiveDue(closedAt: Date): Date {
	return lateRatingUntil(closedAt);
}

/** An edited rating counts for 7 days. */
export function ratingEditableUntil(ratedAt: Date): Date {
	return new Date(ratedAt.getTime() + 7 * 86_400_000);
}

/** 差评整改: the second answer within 15 working days of the rating or request. */
export function reworkDue(openedAt: Date, calendar: Calendar, rules = usualRules): Date {
	return endOfDay(addWorkdays(dayOf(openedAt), rules['deadline.reworkWorkdays'], calendar));
}

/** 回访: within 10 working days of being planned. */
export function followUpDue(plannedAt: Date, calendar: Calendar): Date {
	return endOfDay(addWorkdays(dayOf(plannedAt), 10, calendar));
}

/** 受理、交办、签收: a working day each. */
export function workdayAfter(at: Date, calendar: Calendar): Date {
	return endOfDay(addWorkdays(dayOf(at), 1, calendar));
}

/** 受理: a working day, and never more than two calendar days, so that no holiday leaves anybody in silence. */
export function acceptDue(receivedAt: Date, calendar: Calendar): Date {
	const day = dayOf(receivedAt);
	const next = addWorkdays(day, 1, calendar);
	const second = addDays(day, 2);
	return endOfDay(next < second ? next : second);
}

/** 首次联系: whoever left a contact is spoken to within two working days. */
export function contactDue(leftAt: Date, calendar: Calendar): Date {
	return endOfDay(addWorkdays(dayOf(leftAt), 2, calendar));
}

/** 进展通报, in days: an open case tells the resident something at least so often (the source's 「定期向群众通报」). */
export function noticeCycle(urgency: CaseClass, rules = usualRules): number {
	return rules[urgency === 'important' ? 'notice.importantDays' : 'notice.ordinaryDays'];
}

/** When the resident must next be told something. */
export function noticeDue(
	toldAt: Date,
	urgency: CaseClass,
	cycleDays: number | null = null,
	rules: ClockRules = usualRules
): Date {
	return endOfDay(addDays(dayOf(toldAt), cycleDays ?? noticeCycle(urgency, rules)));
}

/** 催办 on the due itself, 督办 one working day after it, 分管负责人 three working days after it. */
const ladderRules = { 2: 'ladder.superviseWorkdays', 3: 'ladder.leadWorkdays' } as const;
export const ladderSteps = [1, 2, 3] as const;
export type LadderStep = (typeof ladderSteps)[number];

/** When an overdue case climbs to a step: so many working days after the due, at its hour. */
export function ladderDue(dueAt: Date, step: LadderStep, calendar: Calendar, rules = usualRules): Date {
	const last = lastDayOf(dueAt);
	const workdays = step === 1 ? 0 : rules[ladderRules[step]];
	const days = daysBetween(last, addWorkdays(last, workdays, calendar));
	return new Date(dueAt.getTime() + days * 86_400_000);
}

/** How a due stands against now, in natural days: for words and groups, never for colour alone. */
export type DueStanding =
	{ kind: 'overdue'; days: number } | { kind: 'hours'; hours: number } | { kind: 'days'; days: number };

export function standingOf(dueAt: Date, now: Date): DueStanding {
	const last: Day = lastDayOf(dueAt);
	const today = dayOf(now);
	if (now >= dueAt) return { kind: 'overdue', days: Math.max(1, daysBetween(last, today)) };
	const hours = Math.ceil((dueAt.getTime() - now.getTime()) / 3_600_000);
	if (hours <= 24) return { kind: 'hours', hours };
	return { kind: 'days', days: daysBetween(today, last) };
}
