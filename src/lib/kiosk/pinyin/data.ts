/**
 * The file that the kiosk loads, as lines of text that a general compressor makes small:
 *
 * 1. `syllable characters`, one line a syllable, first by each character's first reading, then by its second, and so on;
 *    how often a character stands in this part is how many readings it has.
 * 2. After an empty line `level kind readings words`: all words of one rarity, one kind and one pattern of readings.
 *    A pattern has a figure for each character, 0 for its first reading. The words are runs, divided by spaces: a first
 *    character, then what follows it in each word, one behind the other.
 * 3. After another empty line the phrases, each as its words with spaces between.
 * 4. After another empty line `word total behind behind …`: what was counted in official texts. The total and the sign
 *    behind each word are counts, as figures of base 36: 2 · ln(count).
 */

/**
 * `level` is how rare the word is, in half nats: -2 · ln(share of all text). `syllables`, toneless and with v for ü, has
 * one for each character. `kind` is what the word does in a sentence, a letter: n noun, s name of a place, person or body,
 * v verb, a adjective, d adverb, r pronoun, m number, q measure, t time, f direction, p preposition, c conjunction,
 * u particle, l a saying and whatever else.
 */
export type Word = { text: string; syllables: string[]; level: number; kind: string };

/** How often a word stands in the official texts, and how often some words stand behind it. At the beginning, '^'. */
export type Following = { before: string; total: number; behind: [text: string, count: number][] };

/** Everything the decoder is made of. `phrases` are things that people say, each cut into its words. */
export type PinyinData = { words: Word[]; phrases: string[][]; following: Following[] };

/** Writes the file. The same words, phrases and counts, in whatever order, give the same text. */
export function writePinyinData({ words, phrases, following }: PinyinData): string {
	const readings = readingsByCharacter(words);
	const groups = new Map<string, Word[]>();
	for (const word of words) {
		const pattern = [...word.text].map((sign, at) =>
			readings
				.get(sign)
				?.indexOf(word.syllables[at] ?? '')
				.toString(36)
		);
		const name = `${word.level} ${word.kind} ${pattern.join('')}`;
		const group = groups.get(name);
		if (group) group.push(word);
		else groups.set(name, [word]);
	}
	return [
		...syllableLines(readings),
		'',
		...[...groups].sort(byName).map(([name, group]) => `${name} ${runsOf(group.map(({ text }) => text))}`),
		'',
		...phrases.map((phrase) => phrase.join(' ')).sort(),
		'',
		...following.map(followingLine).sort(),
		''
	].join('\n');
}

/** Reads what `writePinyinData` wrote. Throws where a line is not as described. */
export function readPinyinData(text: string): PinyinData {
	const [syllables = '', groups = '', phrases = '', following = ''] = text.split('\n\n');
	const readings = new Map<string, string[]>();
	for (const line of syllables.split('\n')) {
		const [syllable = '', characters = ''] = line.split(' ');
		for (const sign of characters) addReading(readings, sign, syllable);
	}
	return {
		words: groups.split('\n').flatMap((line) => wordsOf(line, readings)),
		phrases: phrases
			.split('\n')
			.filter(Boolean)
			.map((line) => line.split(' ')),
		following: following.split('\n').filter(Boolean).map(followingOf)
	};
}

/** `word total behind behind …`. */
export function followingLine({ before, total, behind }: Following): string {
	return [before, figureOf(total), ...behind.map(([text, count]) => text + figureOf(count)).sort()].join(' ');
}

/** Reads what `followingLine` wrote. */
export function followingOf(line: string): Following {
	const [before = '', total = '', ...behind] = line.split(' ');
	return { before, total: countOf(total), behind: behind.map((item) => [item.slice(0, -1), countOf(item.slice(-1))]) };
}

function figureOf(count: number): string {
	return Math.min(35, Math.max(0, Math.round(2 * Math.log(count)))).toString(36);
}

function countOf(figure: string): number {
	return Math.exp(parseInt(figure, 36) / 2);
}

/** First the reading of the commonest word that has the character, then the others. */
function readingsByCharacter(words: Word[]): Map<string, string[]> {
	const readings = new Map<string, string[]>();
	const byRarity = (one: Word, other: Word) => one.level - other.level || byName([keyOf(one)], [keyOf(other)]);
	const keyOf = ({ text, syllables }: Word) => `${text} ${syllables.join(' ')}`;
	for (const { text, syllables } of [...words].sort(byRarity))
		[...text].forEach((sign, at) => addReading(readings, sign, syllables[at] ?? ''));
	return readings;
}

function addReading(readings: Map<string, string[]>, sign: string, syllable: string): void {
	const known = readings.get(sign);
	if (!known) readings.set(sign, [syllable]);
	else if (!known.includes(syllable)) known.push(syllable);
}

function syllableLines(readings: Map<string, string[]>): string[] {
	const most = Math.max(0, ...[...readings.values()].map(({ length }) => length));
	return Array.from({ length: most }, (_, rank) => {
		const characters = new Map<string, string>();
		for (const [sign, syllables] of [...readings].sort(byName)) {
			const syllable = syllables[rank];
			if (syllable) characters.set(syllable, (characters.get(syllable) ?? '') + sign);
		}
		return [...characters].sort(byName).map(([syllable, signs]) => `${syllable} ${signs}`);
	}).flat();
}

function runsOf(texts: string[]): string {
	const runs = new Map<string, string>();
	for (const text of texts.sort()) {
		const [first = ''] = text;
		runs.set(first, (runs.get(first) ?? first) + text.slice(first.length));
	}
	return [...runs.values()].join(' ');
}

function wordsOf(line: string, readings: Map<string, string[]>): Word[] {
	const [level, kind, pattern, ...runs] = line.split(' ');
	if (!level || !kind || !pattern) throw new Error(`not a line of words: ${line.slice(0, 40)}`);
	const ranks = [...pattern].map((figure) => parseInt(figure, 36));
	return runs.flatMap((run) => {
		const [first = '', ...rest] = run;
		const texts = ranks.length === 1 ? [first] : chunksOf(rest, ranks.length - 1).map((chunk) => first + chunk);
		return texts.map((text) => {
			const syllables = [...text].map((sign, at) => readings.get(sign)?.[ranks[at] ?? 0] ?? '');
			if (syllables.includes('')) throw new Error(`no reading for ${text}`);
			return { text, syllables, level: Number(level), kind };
		});
	});
}

function chunksOf(signs: string[], length: number): string[] {
	const chunks: string[] = [];
	for (let at = 0; at < signs.length; at += length) chunks.push(signs.slice(at, at + length).join(''));
	return chunks;
}

function byName([one]: [string, ...unknown[]], [other]: [string, ...unknown[]]): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
