/**
 * Why an act was refused: a key, never a sentence (the edge words it in the reader's language).
 * `case.not-found` also stands for "you may not see it": a stranger learns nothing.
 */
export const refusalKeys = [
	'case.not-found',
	'case.changed',
	'case.not-in-this-state',
	'case.not-yours',
	'case.excluded-person',
	'case.nobody-eligible',
	'case.has-no-checked-text',
	'case.already-returned',
	'case.already-designated',
	'case.same-unit',
	'case.reworker-must-differ',
	'case.publisher-must-differ',
	'case.rechecker-must-differ',
	'case.already-rechecked',
	'case.pause-used-up',
	'case.reminded-today',
	'case.rework-used-up',
	'case.too-late',
	'case.code-must-be-renewed',
	'case.no-contact',
	'case.nothing-to-supervise',
	'case.code-handed-over',
	'case.not-on-the-spot',
	'case.first-due-cannot-pass',
	'case.excluded-unit',
	'case.same-unit-as-now',
	'case.proposal-open',
	'case.proposal-gone',
	'case.second-person',
	'case.promise-beyond-due',
	'case.task-beyond-promise',
	'case.nobody-asked',
	'case.has-task',
	'case.task-gone',
	'case.tasks-open',
	'case.merge-itself',
	'case.main-not-found',
	'case.main-not-open',
	'case.merge-conduct',
	'case.merge-excluded',
	'case.has-parts',
	'case.already-split',
	'case.code-of-letter',
	'case.held',
	'case.caller-must-differ',
	'case.no-follow-up',
	'submission.key-reused',
	'submission.not-staff',
	'answer.not-found',
	'answer.frozen',
	'answer.not-ready',
	'rating.staff-browser',
	'contact.reason-missing',
	'contact.does-not-match',
	'factor.stale',
	'staff.not-found',
	'staff.own-roles',
	'staff.same-person',
	'staff.has-password',
	'staff.incompatible-roles',
	'staff.second-person',
	'staff.has-open-cases',
	'staff.username-taken',
	'staff.weak-password',
	'staff.cannot-stand-in',
	'staff.stand-in-overlaps',
	'staff.stand-in-days',
	'unit.below-itself',
	'unit.not-found',
	'shift.overlaps',
	'shift.out-of-order',
	'link.invalid',
	'desk.lookups-used-up',
	'throttled',
	'kiosk.pairing-code',
	'kiosk.not-active',
	'kiosk.number-not-leased',
	'kiosk.letter-unreadable',
	'kiosk.not-transcribed',
	'kiosk.wrong-pin',
	'kiosk.name-taken',
	'kiosk.weak-pin',
	'attachment.type',
	'attachment.size',
	'attachment.empty',
	'attachment.broken',
	'attachment.heic',
	'attachment.count',
	'attachment.quota'
] as const;
export type RefusalKey = (typeof refusalKeys)[number];

export class Refusal extends Error {
	readonly key: RefusalKey;
	/** Values its wording needs: names, dates (ISO), numbers. Never contact, never a code. */
	readonly details: Record<string, string | number>;

	constructor(key: RefusalKey, details: Record<string, string | number> = {}) {
		super(key);
		this.name = 'Refusal';
		this.key = key;
		this.details = details;
	}
}
