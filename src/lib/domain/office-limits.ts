/** Figures the office may set (rows of `settings`), with what holds where it has set none, and how far it may go. */
export const officeLimits = {
	/** Days from closing until the contact is erased (domain C9; the privacy notice repeats them). */
	'retention.contactDays': { usual: 180, least: 30, most: 3650 },
	/** Photos and recordings. */
	'retention.attachmentDays': { usual: 365, least: 30, most: 3650 },
	/** 回访: how many of a hundred closed cases are asked at random. */
	'followUp.samplePercent': { usual: 5, least: 0, most: 100 }
} as const;
export type LimitKey = keyof typeof officeLimits;
export const limitKeys = ['retention.contactDays', 'retention.attachmentDays', 'followUp.samplePercent'] as const;

export function isLimitKey(key: string): key is LimitKey {
	return key in officeLimits;
}

/** A stored or typed figure, or null where it is none the office may set. */
export function readLimit(key: LimitKey, text: string): number | null {
	const { least, most } = officeLimits[key];
	if (!/^\d{1,4}$/.test(text)) return null;
	const figure = Number(text);
	return figure >= least && figure <= most ? figure : null;
}
