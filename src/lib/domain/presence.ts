/** A sign of life comes this often, and somebody who gave none for this long is gone. */
export const presence = { beatMs: 10_000, goneMs: 30_000 } as const;

/**
 * What somebody at a case is said to be doing. Only acts that run into each other are named: of supervision, 回避 and
 * contact nobody learns by looking over a shoulder; whoever does those is said to look.
 */
export const presenceActs = [
	...(['look', 'draft-answer', 'report-progress', 'publish', 'accept-assign', 'assign', 'classify'] as const),
	...(['request-info', 'reject', 'redirect', 'answer-on-the-spot', 'return-assignment', 'reassign'] as const),
	...(['request-extension', 'arrange-joint', 'merge', 'split', 'add-note'] as const)
] as const;
export type PresenceAct = (typeof presenceActs)[number];

/** The act of a page's address as others may read it. */
export function presenceActOf(act: string | null | undefined): PresenceAct {
	return presenceActs.find((one) => one === act) ?? 'look';
}
