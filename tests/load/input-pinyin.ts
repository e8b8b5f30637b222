import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { pinyin } from 'pinyin-pro';
import { readPinyinData } from '../../src/lib/kiosk/pinyin/data.ts';
import { candidatesFor } from '../../src/lib/kiosk/pinyin/decode.ts';
import { dictionaryOf, type Dictionary } from '../../src/lib/kiosk/pinyin/dictionary.ts';

/** Buttons that are in sight: what counts is whether the right one is among them. */
const inSight = 5;
const bar = 0.85;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

type Outcome = { phrase: string; rank: number; isFoundWordByWord: boolean; ms: number };

/**
 * Types phrases that the dictionary was not made from, syllable by syllable without marks, and prints how often the
 * whole phrase is among the first five candidates (the bar: 85 %), how often that or each of its words is, how long an
 * answer takes, and how much the kiosk loads. Every second phrase is held out and never shown; the others were read when
 * the lists of words and phrases grew, so their figures flatter. Throws when the bar is missed or a phrase was built in.
 * Wants `scripts/build-pinyin.ts` to have run.
 */
export async function measurePinyin(): Promise<void> {
	const file = readFileSync('static/kiosk/pinyin.txt');
	const beganAt = performance.now();
	const dictionary = dictionaryOf(readPinyinData(file.toString()));
	const readyIn = performance.now() - beganAt;
	console.log(
		`pinyin: ${kilobytes(file.length)}, ${kilobytes(brotliCompressSync(file).length)} brotli, ` +
			`ready in ${readyIn.toFixed(0)} ms`
	);
	const phrases = linesOf('tests/load/pinyin-phrases.txt');
	const builtIn = new Set(linesOf('scripts/civic-phrases.txt'));
	const known = phrases.filter((phrase) => builtIn.has(phrase));
	if (known.length) throw new Error(`the dictionary was made from ${known.join(' ')}`);

	for (const phrase of phrases) outcomeOf(dictionary, phrase);
	const outcomes = phrases.map((phrase) => outcomeOf(dictionary, phrase));
	const shown = outcomes.filter((_, index) => index % 2 === 0);
	print('looked at', shown);
	const heldOut = outcomes.filter((_, index) => index % 2 === 1);
	const share = print('held out', heldOut);
	print('all', outcomes);
	const missed = shown.filter(({ rank }) => rank >= inSight).map(({ phrase }) => phrase);
	console.log(`missed of those looked at: ${missed.join(' ')}`);
	if (share < bar) throw new Error(`${percent(share)} of those held out in the first five, ${percent(bar)} wanted`);
}

function outcomeOf(dictionary: Dictionary, phrase: string): Outcome {
	const syllables = pinyin(phrase, { toneType: 'none', type: 'array', v: true });
	const beganAt = performance.now();
	const candidates = candidatesFor(dictionary, syllables.join(''));
	const ms = performance.now() - beganAt;
	const found = candidates.findIndex(({ text }) => text === phrase);
	const rank = found < 0 ? Infinity : found;
	const isFoundWordByWord = rank < inSight || areWordsFound(dictionary, phrase, syllables);
	return { phrase, rank, isFoundWordByWord, ms };
}

/** Typed one word after the other, each by itself. */
function areWordsFound(dictionary: Dictionary, phrase: string, syllables: string[]): boolean {
	return [...segmenter.segment(phrase)].every(({ segment, index }) => {
		const typed = syllables.slice(index, index + segment.length).join('');
		return candidatesFor(dictionary, typed)
			.slice(0, inSight)
			.some(({ text }) => text === segment);
	});
}

function print(name: string, outcomes: Outcome[]): number {
	const share = (isRight: (outcome: Outcome) => boolean) => outcomes.filter(isRight).length / outcomes.length;
	const times = outcomes.map(({ ms }) => ms).sort((one, other) => one - other);
	const quantile = (part: number) => (times[Math.floor(times.length * part)] ?? NaN).toFixed(2);
	const inFive = share(({ rank }) => rank < inSight);
	console.log(
		`${name.padEnd(10)} ${outcomes.length} phrases: whole phrase in the first five ${percent(inFive)}, ` +
			`first ${percent(share(({ rank }) => rank === 0))}, word by word ${percent(share(({ isFoundWordByWord }) => isFoundWordByWord))}, ` +
			`median ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`
	);
	return inFive;
}

function linesOf(path: string): string[] {
	return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;

if (import.meta.main) await measurePinyin();
