import { addDays, type Day, daysBetween, dayOf, endOfDay, lastDayOf } from './clock.ts';
import { firstDue } from './deadline.ts';
import type { ClockRules } from './office-limits.ts';
import { Refusal } from './refusal.ts';
import { type CaseClass, type CaseType, graphemes } from './submission.ts';
import type { Calendar } from './working-days.ts';

/** 延期: two at most; after that a matter is put on the list of 长期事项. */
export const mostExtensions = 2;
/** Reason and progress are told to the resident: a word is no reason. */
export const fewestWords = 15;

type Limited = {
	type: CaseType;
	class: CaseClass;
	submittedAt: Date;
	calendar: Calendar | null;
	rules?: ClockRules;
};

/** How long the answer of such a case takes by its class and type, in natural days; an extension is never longer. */
export function originalLength(filed: Limited): number {
	return Math.max(1, daysBetween(dayOf(filed.submittedAt), lastDayOf(firstDue(filed))));
}

/** The latest day an extension may name. */
export function latestExtension(dueAt: Date, lengthDays: number): Day {
	return addDays(lastDayOf(dueAt), lengthDays);
}

type Asked = {
	dueAt: Date;
	newDueOn: Day;
	lengthDays: number;
	extensions: number;
	reason: string;
	progress: string;
	now: Date;
};

/**
 * What an extension must keep to when it is asked for; gives the new due. Throws `extension.used-up`,
 * `extension.asked-late`, `extension.words-missing`, `extension.not-later`, `extension.too-long`.
 */
export function assertExtension(asked: Asked): Date {
	const { dueAt, newDueOn, lengthDays, now } = asked;
	if (asked.extensions >= mostExtensions) throw new Refusal('extension.used-up');
	if (now >= dueAt) throw new Refusal('extension.asked-late');
	if (graphemes(asked.reason.trim()) < fewestWords || graphemes(asked.progress.trim()) < fewestWords)
		throw new Refusal('extension.words-missing');
	const newDueAt = endOfDay(newDueOn);
	if (newDueAt <= dueAt) throw new Refusal('extension.not-later');
	const latest = latestExtension(dueAt, lengthDays);
	if (newDueOn > latest) throw new Refusal('extension.too-long', { latest });
	return newDueAt;
}

type Moved = { dueAt: Date; answerDueAt: Date; newDueAt: Date; now: Date };

/**
 * What a new due does to the due the answer is measured against: it follows only if the resident is told before the
 * old one has passed; once it was missed it stays missed, whatever is granted later.
 */
export function movedAnswerDue({ dueAt, answerDueAt, newDueAt, now }: Moved): { answerDueAt: Date; isLate: boolean } {
	const isLate = now > dueAt;
	return { answerDueAt: isLate || now > answerDueAt ? answerDueAt : newDueAt, isLate };
}
