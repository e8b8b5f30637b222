/**
 * Sounds that southern speech does not tell apart, and so its spellers do not: the list. Each may stand for the
 * other.
 */
const initialsAlike = [
	['z', 'zh'],
	['c', 'ch'],
	['s', 'sh'],
	['n', 'l'],
	['f', 'h']
] as const;
const finalsAlike = [
	['in', 'ing'],
	['en', 'eng']
] as const;

/** `swaps`: how many of its sounds were taken for their neighbours; 0 is exact. */
export type Spelling = { typed: string; swaps: number };

/** All ways to type a toneless syllable, itself first. ü has no key: v and u both stand for it, and both are exact. */
export function spellingsOf(syllable: string): Spelling[] {
	const [, initial = '', final = ''] = /^([zcs]h|[^aeiouv]?)(.*)$/.exec(syllable) ?? [];
	return alike(initial, initialsAlike).flatMap((typedInitial, initialSwaps) =>
		alike(final, finalsAlike).flatMap((typedFinal, finalSwaps) =>
			withEitherUmlaut(typedInitial, typedFinal).map((typed) => ({ typed, swaps: initialSwaps + finalSwaps }))
		)
	);
}

/** The sound itself, then its neighbour if it has one. */
function alike(sound: string, pairs: readonly (readonly [string, string])[]): string[] {
	const pair = pairs.find(([one, other]) => sound === one || sound === other);
	return pair ? [sound, sound === pair[0] ? pair[1] : pair[0]] : [sound];
}

function withEitherUmlaut(initial: string, final: string): string[] {
	const isUmlaut = final.startsWith('v') || (final.startsWith('u') && /^[jqxy]$/.test(initial));
	const given = initial + final;
	return isUmlaut ? [given, initial + (final.startsWith('v') ? 'u' : 'v') + final.slice(1)] : [given];
}
