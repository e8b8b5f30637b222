import type { PinyinData } from './data.ts';

const mostReadings = 8;

/** `share`: how likely it is beside other readings. */
type Reading = { syllables: string[]; share: number };

/**
 * How a name may be typed: the syllables of its characters, each a reading that the words of the dictionary have for it.
 * All combinations, the likeliest first, at most eight. None when the dictionary has no word with one of the characters,
 * or when a sign is no character at all.
 */
export function readingsOf({ words }: Pick<PinyinData, 'words'>, name: string): string[][] {
	const signs = [...name];
	const shares = new Map<string, Map<string, number>>(signs.map((sign) => [sign, new Map()]));
	for (const { text, syllables, level } of words)
		[...text].forEach((sign, at) => {
			const ofSign = shares.get(sign);
			const syllable = syllables[at];
			if (ofSign && syllable) ofSign.set(syllable, (ofSign.get(syllable) ?? 0) + Math.exp(-level / 2));
		});
	let likeliest: Reading[] = name ? [{ syllables: [], share: 1 }] : [];
	for (const sign of signs)
		likeliest = likeliest
			.flatMap((reading) =>
				[...(shares.get(sign) ?? [])].map(([syllable, share]) => ({
					syllables: [...reading.syllables, syllable],
					share: reading.share * share
				}))
			)
			.sort((one, other) => other.share - one.share)
			.slice(0, mostReadings);
	return likeliest.map(({ syllables }) => syllables);
}
