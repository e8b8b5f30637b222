import { addMonth, type Day, dayOf, endOfDay } from './clock.ts';
import { findPersonalData } from './personal-data.ts';
import { usualRules } from './office-limits.ts';
import { Refusal } from './refusal.ts';
import { graphemes } from './submission.ts';
import type { Parts } from './texts.ts';

/** A phase of a 长期事项: what will be done, and by which day. */
export type Phase = { text: string; dueOn: Day };
export const planLimits = { fewest: 2, most: 6, shortestText: 4, longestText: 200 } as const;
/** 进展通报 of long-running matters, in days: a month at most, or as the office has set it. */
export const cycleLimits = { fewest: 7, most: usualRules['notice.longTermDays'] } as const;

/**
 * 阶段计划: at least two phases with words, in order, all to come. Its words stand on a public page, so nothing
 * in them may tell who somebody is. `longestCycle` is the office's, in days. Throws `plan.too-few`, `plan.order`, `plan.words`, `plan.personal-data`, `plan.cycle`.
 */
export function assertPlan({
	phases,
	cycleDays,
	longestCycle,
	now
}: {
	phases: readonly Phase[];
	cycleDays: number;
	longestCycle: number;
	now: Date;
}): void {
	const { fewest, most, shortestText } = planLimits;
	if (phases.length < fewest || phases.length > most) throw new Refusal('plan.too-few');
	let last = dayOf(now);
	for (const { text, dueOn } of phases) {
		if (graphemes(text.trim()) < shortestText) throw new Refusal('plan.words');
		if (dueOn <= last) throw new Refusal('plan.order');
		last = dueOn;
		const [found] = findPersonalData(text);
		if (found) throw new Refusal('plan.personal-data', { words: found.words });
	}
	const { fewest: shortestCycle } = cycleLimits;
	if (!Number.isInteger(cycleDays) || cycleDays < shortestCycle || cycleDays > longestCycle)
		throw new Refusal('plan.cycle', { fewest: shortestCycle, most: longestCycle });
}

/** The plan as parts of a text: phase1 with its day phase1On, and so on. What was approved is what is shown. */
export function planParts(phases: readonly Phase[]): Parts {
	return Object.fromEntries(
		phases.flatMap(({ text, dueOn }, index) => [
			[`phase${index + 1}`, text],
			[`phase${index + 1}On`, dueOn]
		])
	);
}

/** The plan that a text holds, in order; empty where it holds none. */
export function phasesIn(parts: Parts): (Phase & { position: number })[] {
	const phases: (Phase & { position: number })[] = [];
	for (let position = 1; ; position++) {
		const text = parts[`phase${position}`];
		if (text === undefined) return phases;
		phases.push({ position, text, dueOn: parts[`phase${position}On`] ?? '' });
	}
}

/** 销账 back to 办理中: a month at most is left for the answer. Throws `plan.off-date`. */
export function dueOffList(dueOn: Day, now: Date): Date {
	const latest = addMonth(dayOf(now));
	if (dueOn < dayOf(now) || dueOn > latest) throw new Refusal('plan.off-date', { latest });
	return endOfDay(dueOn);
}
