/** Kinds of text version; each is a bag of named parts (see `textParts`). */
export const textKinds = [
	'matter',
	'checked-matter',
	'avoid',
	'supplement',
	'info-request',
	'progress',
	'answer',
	'reason',
	'note',
	'contact-log',
	'rating',
	'reveal',
	'instruction',
	'proposal',
	'promise',
	'task',
	'task-answer',
	'follow-up',
	'summary',
	'apology',
	'setting',
	'knowledge',
	'issue',
	'issue-note',
	'report',
	'account-book'
] as const;
export type TextKind = (typeof textKinds)[number];

/** The parts a text version holds, by name. Stored as JSON with sorted keys, so that its digest recomputes. */
export type Parts = Record<string, string>;

export function canonicalParts(parts: Parts): string {
	return JSON.stringify(
		Object.fromEntries(Object.entries(parts).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)))
	);
}
