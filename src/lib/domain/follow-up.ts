/** 回访: why somebody is asked how it went, the strongest reason first. */
export const followUpCauses = ['dissatisfied', 'long-running', 'sample'] as const;
export type FollowUpCause = (typeof followUpCauses)[number];

/** How an attempt ended. `declined`: they want no more of it (不再回访). */
export const followUpOutcomes = ['reached', 'no-answer', 'wrong-number', 'declined'] as const;
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

/** After three attempts nobody is rung again. */
export const mostAttempts = 3;

/**
 * Is a case drawn for the random sample? `digest` is a keyed hash of its id: the same answer each time, and nobody who
 * lacks the key can tell beforehand whose turn it will be.
 */
export function isDrawn(digest: Uint8Array, percent: number): boolean {
	const [first = 0, second = 0, third = 0, fourth = 0] = digest;
	const at = ((first * 256 + second) * 256 + third) * 256 + fourth;
	return at < (percent / 100) * 2 ** 32;
}
