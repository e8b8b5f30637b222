import type { PinyinData } from './data.ts';

const most = 8;

/**
 * How a name may be spelt, by the readings that its characters have as words of one character: each combination, eight at
 * most. Empty where a character is not known. For place names, which no dictionary holds.
 */
export function readingsOf({ words }: PinyinData, name: string): string[][] {
	const signs = [...name];
	const wanted = new Set(signs);
	const readings = new Map<string, string[]>();
	for (const { text, syllables } of words) {
		const [syllable] = syllables;
		if (!wanted.has(text) || syllable === undefined) continue;
		const known = readings.get(text);
		if (!known) readings.set(text, [syllable]);
		else if (!known.includes(syllable)) known.push(syllable);
	}
	let spellings: string[][] = [[]];
	for (const sign of signs) {
		const own = readings.get(sign) ?? [];
		spellings = spellings.flatMap((before) => own.map((syllable) => [...before, syllable])).slice(0, most);
	}
	return spellings;
}
