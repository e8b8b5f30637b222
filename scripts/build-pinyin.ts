import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import { Jieba } from '@node-rs/jieba';
import { pinyin } from 'pinyin-pro';
import { writePinyinData, type Word } from '../src/lib/kiosk/pinyin/data.ts';

/**
 * Builds what the kiosk's pinyin input knows: jieba's frequencies and parts of speech, pinyin-pro's readings, and the
 * words and phrases of a township from the two lists beside this file. The same sources give the same file.
 */
const target = 'static/kiosk/pinyin.txt';
const commonWords = 60_000;
const longestWord = 6;

/** A word of the township's list is at least as common as one word in 15,000 of all text. */
const civicShare = 1 / 15_000;

/** jieba's parts of speech, by their first letter, as kinds of ours. */
const kindsOfTags: Record<string, string> = {
	...{ n: 'n', j: 'n', v: 'v', a: 'a', z: 'a', b: 'a', d: 'd', r: 'r', m: 'm', q: 'q', t: 't', f: 'f', s: 'f' },
	...{ p: 'p', c: 'c', u: 'u', y: 'u', e: 'u', o: 'u' }
};
const tagsOfNames = /^n(?:r|s|t)/;

type Counted = { text: string; count: number; kind: string };

const isHan = (text: string) => /^\p{Script=Han}+$/u.test(text);
const lengthOf = (text: string) => [...text].length;

function kindOf(tag: string): string {
	return tagsOfNames.test(tag) ? 's' : (kindsOfTags[tag[0] ?? ''] ?? 'l');
}

function linesOf(path: string): string[] {
	return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

function wordsOfJieba(dictionary: string): Map<string, Counted> {
	const words = new Map<string, Counted>();
	for (const line of dictionary.split('\n')) {
		const [text = '', count, tag = ''] = line.trim().split(' ');
		if (isHan(text) && lengthOf(text) <= longestWord)
			words.set(text, { text, count: Number(count), kind: kindOf(tag) });
	}
	return words;
}

/** Lines of a kind and its words; where a word stands twice, the first kind holds. */
function civicWords(path: string): Map<string, string> {
	const words = new Map<string, string>();
	for (const line of linesOf(path)) {
		const [kind = '', ...texts] = line.split(' ');
		for (const text of texts) if (!words.has(text)) words.set(text, kind);
	}
	return words;
}

/** In their context: the reading of a character depends on its word. Without tones, ü as v. */
function readingOf(text: string): string[] {
	return pinyin(text, { toneType: 'none', type: 'array', v: true });
}

/** All readings of a character, the usual one first; what is no syllable (m, ng) is left out. */
function readingsOfCharacter(sign: string): string[] {
	const all = pinyin(sign, { toneType: 'none', type: 'array', v: true, multiple: true });
	return [...new Set([...readingOf(sign), ...all])].filter((syllable) => /^[a-z]*[aeiouv][a-z]*$/.test(syllable));
}

/** The characters of GB 2312, the set that a Chinese keyboard must know. */
function commonCharacters(): string[] {
	const decoder = new TextDecoder('gb2312');
	const rows = Array.from({ length: 0xf7 - 0xb0 + 1 }, (_, row) => 0xb0 + row);
	const columns = Array.from({ length: 94 }, (_, column) => 0xa1 + column);
	return rows.flatMap((row) => columns.map((column) => decoder.decode(Uint8Array.of(row, column)))).filter(isHan);
}

/** A character's count, shared out over its readings as the words that contain it are read; most goes to the usual one. */
function wordsOfCharacter(
	{ text, count, kind }: Counted,
	readIn: Map<string, number>,
	level: (count: number) => number
): Word[] {
	const [usual = '', ...others] = readingsOfCharacter(text);
	const counts = [usual, ...others].map((syllable) => readIn.get(`${text} ${syllable}`) ?? 0);
	const all = counts.reduce((sum, one) => sum + one, 1);
	return [usual, ...others].filter(Boolean).map((syllable, at) => {
		const share = at === 0 ? 1 : Math.min(0.3, Math.max(0.002, (counts[at] ?? 0) / all));
		return { text, syllables: [syllable], level: level(count * share), kind };
	});
}

const dictionary = readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'));
const known = wordsOfJieba(dictionary.toString());
const total = [...known.values()].reduce((sum, { count }) => sum + count, 0);
const civic = civicWords('scripts/civic-words.txt');
for (const [text, kind] of civic)
	known.set(text, { text, count: Math.max(known.get(text)?.count ?? 0, total * civicShare), kind });

const jieba = Jieba.withDict(dictionary);
jieba.loadDict(
	Buffer.from([...civic.keys()].map((text) => `${text} ${Math.round(known.get(text)?.count ?? 0)}`).join('\n'))
);
const phrases = linesOf('scripts/civic-phrases.txt').map((phrase) => jieba.cut(phrase, false));

const level = (count: number) => Math.round(-2 * Math.log(Math.max(count, 0.5) / total));
const spoken = new Set([...civic.keys(), ...phrases.flat()].filter((text) => lengthOf(text) > 1));
const common = [...known.values()]
	.filter(({ text }) => lengthOf(text) > 1 && !spoken.has(text))
	.sort((one, other) => other.count - one.count || (one.text < other.text ? -1 : 1))
	.slice(0, commonWords - spoken.size)
	.map(({ text }) => text);
const readIn = new Map<string, number>();
const words = [...spoken, ...common].map((text): Word => {
	const { count = 1, kind = 'l' } = known.get(text) ?? {};
	const syllables = readingOf(text);
	[...text].forEach((sign, at) => {
		const key = `${sign} ${syllables[at]}`;
		readIn.set(key, (readIn.get(key) ?? 0) + count);
	});
	return { text, syllables, level: level(count), kind };
});
const characters = [...new Set([...commonCharacters(), ...[...spoken, ...common].join('')])].flatMap((text) =>
	wordsOfCharacter(known.get(text) ?? { text, count: 1, kind: 'l' }, readIn, level)
);

const data = writePinyinData({ words: [...characters, ...words], phrases });
mkdirSync('static/kiosk', { recursive: true });
writeFileSync(target, data);
const compressed = brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } });
const inKilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
console.log(
	`${target}: ${words.length} words, ${characters.length} readings of characters, ${phrases.length} phrases, ` +
		`${inKilobytes(Buffer.byteLength(data))}, ${inKilobytes(compressed.length)} brotli`
);
