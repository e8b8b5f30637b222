import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Jieba } from '@node-rs/jieba';

/** A word of the township's list is at least as common as one word in 15,000 of all text. */
const civicShare = 1 / 15_000;

export type Counted = { text: string; count: number; tag: string };

/** jieba's words with how often they were counted and their parts of speech, and how often any. */
export function jiebaWords(): { words: Map<string, Counted>; total: number } {
	const words = new Map<string, Counted>();
	for (const line of dictionary().toString().split('\n')) {
		const [text = '', count, tag = ''] = line.trim().split(' ');
		if (text) words.set(text, { text, count: Number(count), tag });
	}
	return { words, total: [...words.values()].reduce((sum, { count }) => sum + count, 0) };
}

/** The township's words (scripts/civic-words.txt) with their kinds: a line has a kind and its words, and the first holds. */
export function civicWords(): Map<string, string> {
	const words = new Map<string, string>();
	for (const line of readFileSync('scripts/civic-words.txt', 'utf8').split('\n').filter(Boolean)) {
		const [kind = '', ...texts] = line.split(' ');
		for (const text of texts) if (!words.has(text)) words.set(text, kind);
	}
	return words;
}

/** How often a word of the township's list is taken to be counted. */
export function civicCount({ words, total }: ReturnType<typeof jiebaWords>, text: string): number {
	return Math.max(words.get(text)?.count ?? 0, total * civicShare);
}

/** Cuts texts into words, the township's among them. */
export function civicJieba(): Jieba {
	const known = jiebaWords();
	const jieba = Jieba.withDict(dictionary());
	const lines = [...civicWords().keys()].map((text) => `${text} ${Math.round(civicCount(known, text))}`);
	jieba.loadDict(Buffer.from(lines.join('\n')));
	return jieba;
}

function dictionary(): Buffer {
	return readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'));
}
