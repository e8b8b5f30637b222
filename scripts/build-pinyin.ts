import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { customPinyin, pinyin } from 'pinyin-pro';
import { type Following, writePinyinData, type Word } from '../src/lib/kiosk/pinyin/data.ts';
import { civicCount, civicJieba, civicWords, jiebaWords } from './civic-jieba.ts';

/**
 * Builds what the kiosk's pinyin input knows: jieba's frequencies and parts of speech, pinyin-pro's readings, the words
 * and phrases of a township from the two lists beside this file, and how words follow each other in this site's own
 * words. The same sources give the same file.
 */
const target = 'static/kiosk/pinyin.txt';
const commonWords = 100_000;
const longestWord = 6;
/** How much of what is written at a kiosk is worded as on the pages of this site; the rest as anywhere. */
const siteShare = 0.15;

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

/** What pinyin-pro reads otherwise than people do: a manhole is no scented tea. */
customPinyin({ 窨井: 'yìn jǐng' });

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

/** What stands behind what in the words on the screens: pairs of words, '^' before the first. */
function sitePairs(cut: (text: string) => string[]): [before: string, behind: string][] {
	const catalogues = readdirSync('src/lib/i18n').filter((name) => name.endsWith('.zh-cn.ts'));
	return catalogues
		.sort()
		.flatMap((name) => readFileSync(`src/lib/i18n/${name}`, 'utf8').match(/\p{Script=Han}{2,}/gu) ?? [])
		.flatMap((run) => {
			const words = ['^', ...cut(run)];
			return words.slice(1).map((text, at): [string, string] => [words[at] ?? '', text]);
		});
}

/** How often which words stand behind a word on the screens, of words that are known. */
function siteFollowing(pairs: [string, string][], isKnown: (text: string) => boolean): Following[] {
	return [...Map.groupBy(pairs, ([before]) => before)]
		.filter(([before]) => before === '^' || isKnown(before))
		.map(([before, all]) => {
			const behind = Map.groupBy(all, ([, text]) => text);
			const counts = [...behind].map(([text, { length }]): [string, number] => [text, length]);
			return { before, total: all.length, behind: counts.filter(([text]) => isKnown(text)) };
		})
		.filter(({ behind }) => behind.length > 0);
}

function sharesOf(counts: [text: string, count: number][]): Map<string, number> {
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const shares = new Map<string, number>();
	for (const [text, count] of counts) shares.set(text, (shares.get(text) ?? 0) + count / total);
	return shares;
}

const jieba = civicJieba();
const cut = (text: string) => jieba.cut(text, false);
const general = jiebaWords();
const { total } = general;
const site = sitePairs(cut);
const onSite = sharesOf(site.map(([, text]) => [text, 1]));
const civic = civicWords();
const phrases = linesOf('scripts/civic-phrases.txt').map(cut);

const known = new Map<string, Counted>();
for (const { text, count, tag } of general.words.values())
	if (isHan(text) && lengthOf(text) <= longestWord) known.set(text, { text, count, kind: kindOf(tag) });
for (const [text, kind] of civic) known.set(text, { text, count: civicCount(general, text), kind });
for (const word of known.values()) {
	word.count = (1 - siteShare) * word.count + siteShare * (onSite.get(word.text) ?? 0) * total;
}

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

const texts = new Set([...characters, ...words].map(({ text }) => text));
const following = siteFollowing(site, (text) => texts.has(text));
const data = writePinyinData({ words: [...characters, ...words], phrases, following });
mkdirSync('static/kiosk', { recursive: true });
writeFileSync(target, data);
const compressed = brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } });
const inKilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
console.log(
	`${target}: ${words.length} words, ${characters.length} readings of characters, ${phrases.length} phrases, ` +
		`${inKilobytes(Buffer.byteLength(data))}, ${inKilobytes(compressed.length)} brotli`
);
