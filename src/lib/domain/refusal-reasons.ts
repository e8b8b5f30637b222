/** The eight reasons for 不予受理, in the order ① to ⑧ of domain C5. */
export const refusalReasons = [
	'not-local',
	'legal-procedure',
	'in-procedure',
	'already-handled',
	'secret-or-private',
	'unclear',
	'emergency',
	'unlawful'
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Hotlines to show when a matter belongs elsewhere (domain C10), with the message key of what each is for. */
export const hotlines = [
	'12345',
	'110',
	'119',
	'120',
	'122',
	'12348',
	'12333',
	'12393',
	'12315',
	'12350',
	'12388',
	'12355',
	'12338',
	'95598',
	'12356'
] as const;
export type Hotline = (typeof hotlines)[number];

/** Why a contact was looked at; one is required, with a sentence (ruling 11). */
export const revealReasons = [
	'find-place',
	'ask-details',
	'tell-result',
	'check-identity',
	'lost-code',
	'other'
] as const;
export type RevealReason = (typeof revealReasons)[number];
