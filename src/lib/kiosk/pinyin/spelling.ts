/** Sounds that southern speech does not tell apart, and so its spellers do not. Each may stand for the other. */
const initialsAlike = [
	['z', 'zh'],
	['c', 'ch'],
	['s', 'sh'],
	['n', 'l']
] as const;
const finalsAlike = [
	['in', 'ing'],
	['en', 'eng']
] as const;

/**
 * f and h are one sound in Gan, Hakka and Xiang, and most often it is hu that f is taken for: 房 is huang and 黄 is fang, 坏
 * is fai. Whole syllables, because few letters can follow either. The first of a row and each other stand for each other.
 */
const labialsAlike = [
	['fa', 'hua', 'ha'],
	['fai', 'huai'],
	['fan', 'huan', 'han'],
	['fang', 'huang', 'hang'],
	['fei', 'hui', 'hei'],
	['fen', 'hun', 'hen'],
	['feng', 'hong', 'heng'],
	['fo', 'huo'],
	['fou', 'hou'],
	['fu', 'hu']
] as const;

/** `swaps`: how many of its sounds were taken for their neighbours; 0 is exact. */
export type Spelling = { typed: string; swaps: number };

/** All ways to type a toneless syllable, itself first. ü has no key: v and u both stand for it, and both are exact. */
export function spellingsOf(syllable: string): Spelling[] {
	const swapsByTyped = new Map<string, number>();
	const labials = labialsOf(syllable).flatMap((other) => spelt(other, 1));
	for (const { typed, swaps } of [...spelt(syllable, 0), ...labials])
		swapsByTyped.set(typed, Math.min(swaps, swapsByTyped.get(typed) ?? Infinity));
	return [...swapsByTyped].map(([typed, swaps]) => ({ typed, swaps }));
}

function spelt(syllable: string, swapsBefore: number): Spelling[] {
	const [, initial = '', final = ''] = /^([zcs]h|[^aeiouv]?)(.*)$/.exec(syllable) ?? [];
	return alike(initial, initialsAlike).flatMap((typedInitial, initialSwaps) =>
		alike(final, finalsAlike).flatMap((typedFinal, finalSwaps) =>
			withEitherUmlaut(typedInitial, typedFinal).map((typed) => ({
				typed,
				swaps: swapsBefore + initialSwaps + finalSwaps
			}))
		)
	);
}

function labialsOf(syllable: string): string[] {
	return labialsAlike.flatMap(([first, ...others]) => {
		if (syllable === first) return others;
		return others.some((other) => other === syllable) ? [first] : [];
	});
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
