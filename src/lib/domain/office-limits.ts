type Range = { usual: number; least: number; most: number };

/**
 * Figures of the clock, with how far the office may go: towards the resident and no further than the rulings. A case
 * goes by those that held when it was submitted, so that no running clock is changed.
 */
export const clockRules = {
	/** 一般诉求: a week, or less. */
	'deadline.ordinaryDays': { usual: 7, least: 1, most: 7 },
	/** 重要诉求: a month, or sooner. 31 is always the whole month. */
	'deadline.importantDays': { usual: 31, least: 7, most: 31 },
	/** 咨询, in working days, and never later than 一般诉求. */
	'deadline.questionWorkdays': { usual: 3, least: 1, most: 3 },
	'deadline.urgentHours': { usual: 24, least: 1, most: 24 },
	/** 1: a due on a day off moves to the next working day (民法典 203); stricter, and usual, is no roll (ruling 1). */
	'deadline.rolls': { usual: 0, least: 0, most: 1 },
	/** 待补充: for how many days in all the clock may stand (ruling 3). */
	'deadline.pauseDays': { usual: 10, least: 3, most: 10 },
	/** 评价期: more time than ruling 5 gives, never less. */
	'deadline.ratingDays': { usual: 15, least: 15, most: 30 },
	/** 第二次答复, in working days. */
	'deadline.reworkWorkdays': { usual: 15, least: 5, most: 15 },
	/** 进展通报: an open case tells the resident something at least so often. */
	'notice.ordinaryDays': { usual: 7, least: 2, most: 7 },
	'notice.importantDays': { usual: 15, least: 5, most: 15 },
	'notice.longTermDays': { usual: 30, least: 7, most: 30 },
	/** 督办 and 分管负责人, in working days after the due; 催办 is on the due itself. */
	'ladder.superviseWorkdays': { usual: 1, least: 0, most: 2 },
	'ladder.leadWorkdays': { usual: 3, least: 2, most: 5 }
} as const satisfies Record<string, Range>;
export type RuleKey = keyof typeof clockRules;
export type ClockRules = Record<RuleKey, number>;

const otherLimits = {
	/** A case without an answer raises an alarm after so many days. */
	'alarm.unansweredDays': { usual: 25, least: 10, most: 25 },
	/** 大量查看: more than this raises an alarm. */
	'alarm.pagesAnHour': { usual: 60, least: 20, most: 300 },
	'alarm.pagesADay': { usual: 250, least: 50, most: 1000 },
	/** Contacts revealed and phones looked up, together. */
	'alarm.contactsADay': { usual: 15, least: 3, most: 100 },
	/** Days from closing until the contact is erased (domain C9; the privacy notice repeats them). */
	'retention.contactDays': { usual: 180, least: 30, most: 3650 },
	/** Photos and recordings. */
	'retention.attachmentDays': { usual: 365, least: 30, most: 3650 },
	/** 回访: how many of a hundred closed cases are asked at random. */
	'followUp.samplePercent': { usual: 5, least: 0, most: 100 }
} as const satisfies Record<string, Range>;

/** Figures the office may set, with what holds where it has set none, and how far it may go. */
export const officeLimits = { ...clockRules, ...otherLimits };
export type LimitKey = keyof typeof officeLimits;
export const limitKeys: readonly LimitKey[] = Object.keys(officeLimits).filter(isLimitKey);

export function isLimitKey(key: string): key is LimitKey {
	return key in officeLimits;
}

export function isRuleKey(key: string): key is RuleKey {
	return key in clockRules;
}

/** What holds where the office has set nothing. */
export const usualLimits = usualOf(officeLimits);
export const usualRules: ClockRules = usualLimits;

function usualOf<Key extends string>(ranges: Record<Key, Range>): Record<Key, number> {
	const figures = Object.entries<Range>(ranges).map(([key, { usual }]) => [key, usual] as const);
	return Object.fromEntries(figures) as Record<Key, number>;
}

/** A stored or typed figure, or null where it is none the office may set. */
export function readLimit(key: LimitKey, text: string): number | null {
	const { least, most } = officeLimits[key];
	if (!/^\d{1,4}$/.test(text)) return null;
	const figure = Number(text);
	return figure >= least && figure <= most ? figure : null;
}
