import { branch, type Dictionary, type Entry } from './dictionary.ts';

/** `consumed`: how many signs of what was typed the text stands for; what is behind them is asked about next. */
export type Candidate = { text: string; consumed: number; isFuzzy: boolean };

/** What is typed, without its marks. A syllable ends at each break; `ends` is where each letter ends in what was typed. */
type Letters = { text: string; breaks: Set<number>; ends: number[] };

/** A word that may stand at a place: up to which letter, with how many sounds swapped, its last syllable whole or not. */
type Step = { entry: Entry; end: number; swaps: number; isWhole: boolean };

/** A way to read the letters up to a place. `cost` is in nats: -ln of how likely it is. */
type Path = { last: Entry | undefined; before: Path | undefined; cost: number; swaps: number };

/** A path's whole text, and up to which letter it goes. */
type Reading = { text: string; end: number; cost: number; swaps: number };

const most = { letters: 72, paths: 12, homophones: 16, sentences: 5, fuzzySentences: 2, initials: 8, candidates: 60 };
const longestSyllable = 6;

/** What it costs to take a sound for its neighbour, and to guess the rest of the last syllable. */
const swapCost = 2;
const unfinishedCost = 3;

/** Where a syllable costs more than this on average, the letters make little sense as typed. */
const senselessCost = 6;

/** How much of what is said at a kiosk is put as the office's own pages put it, where the phrases do not tell. */
const officialWeighs = 0.2;

/** So much is taken from every count of one word behind another and given to words not seen there. */
const discount = 0.85;

/**
 * What the letters may mean: what stands for the most letters first; of two that stand for the same letters the one spelt
 * as typed, so that fuzzy spelling never pushes an exact match down; then sentences, words by their first letters (ld for
 * 路灯), and single words, each the likeliest first. Each text once. An apostrophe or a space ends a syllable; anything
 * else that is no letter ends the reading.
 */
export function candidatesFor(dictionary: Dictionary, typed: string): Candidate[] {
	const letters = lettersOf(typed);
	if (letters.text === '') return [];
	const words = wordsAtTheBeginning(dictionary, letters);
	const found = [
		...withWordInSight(sentences(dictionary, letters), words, letters),
		...byInitials(dictionary, letters),
		...words
	].sort((one, other) => other.consumed - one.consumed || Number(one.isFuzzy) - Number(other.isFuzzy));
	const texts = new Set<string>();
	return found.filter(({ text }) => !texts.has(text) && texts.add(text)).slice(0, most.candidates);
}

function lettersOf(typed: string): Letters {
	const letters: Letters = { text: '', breaks: new Set(), ends: [] };
	for (const [at, sign] of [...typed.toLowerCase().replace(/ü/g, 'v')].entries()) {
		if (/^[a-z]$/.test(sign) && letters.text.length < most.letters) {
			letters.text += sign;
			letters.ends.push(at + 1);
		} else if (/^['’ ]$/.test(sign)) {
			letters.breaks.add(letters.text.length);
			if (letters.ends.length) letters.ends[letters.ends.length - 1] = at + 1;
		} else break;
	}
	return letters;
}

/** Where the letters make little sense as typed, few sentences as typed, and then what a swapped sound makes of them. */
function sentences(dictionary: Dictionary, letters: Letters): Candidate[] {
	const exact = readings(dictionary, letters, false);
	const [best] = exact;
	const makesSense = best?.end === letters.text.length && best.cost / best.text.length < senselessCost;
	if (makesSense) return exact.slice(0, most.sentences).map((reading) => candidateOf(letters, reading));
	const fuzzy = readings(dictionary, letters, true).filter(({ swaps }) => swaps > 0);
	return [...exact.slice(0, most.fuzzySentences), ...fuzzy.slice(0, most.fuzzySentences)].map((reading) =>
		candidateOf(letters, reading)
	);
}

function candidateOf({ ends }: Letters, { text, end, swaps }: { text: string; end: number; swaps: number }): Candidate {
	return { text, consumed: ends[end - 1] ?? 0, isFuzzy: swaps > 0 };
}

/** One character is likelier than two of as many letters, but 先 must not hide 西安: the first such word comes second. */
function withWordInSight(sentences: Candidate[], words: Candidate[], letters: Letters): Candidate[] {
	const [best, ...others] = sentences;
	const word = words.find(
		({ text, consumed, isFuzzy }) => text.length > 1 && consumed === typedLength(letters) && !isFuzzy
	);
	return best?.text.length === 1 && word ? [best, word, ...others] : sentences;
}

/** The likeliest ways to read as many letters as can be read, by a search that keeps the best few at each place. */
function readings(dictionary: Dictionary, letters: Letters, isFuzzy: boolean): Reading[] {
	const arrived: Path[][] = [[{ last: undefined, before: undefined, cost: 0, swaps: 0 }]];
	let furthest = 0;
	for (let place = 0; place < letters.text.length; place++) {
		const paths = likeliest(arrived[place] ?? []).map(({ path }) => path);
		if (paths.length === 0) continue;
		furthest = place;
		for (const { entry, end, swaps, isWhole } of stepsFrom(dictionary, letters, place, isFuzzy, most.homophones)) {
			const spelling = swaps * swapCost + (isWhole ? 0 : unfinishedCost);
			const there = (arrived[end] ??= []);
			for (const before of paths) {
				const cost = before.cost + spelling - Math.log(likelihood(dictionary, before.last, entry));
				there.push({ last: entry, before, cost, swaps: before.swaps + swaps });
			}
		}
	}
	if (arrived[letters.text.length]) furthest = letters.text.length;
	if (furthest === 0) return [];
	return likeliest(arrived[furthest] ?? []).map(({ text, path: { cost, swaps } }) => ({
		text,
		end: furthest,
		cost,
		swaps
	}));
}

/** The best few, each text once. */
function likeliest(paths: Path[]): { text: string; path: Path }[] {
	const texts = new Map<string, Path>();
	for (const path of paths.sort((one, other) => one.cost - other.cost)) {
		const text = textOf(path);
		if (!texts.has(text)) texts.set(text, path);
		if (texts.size === most.paths) break;
	}
	return [...texts].map(([text, path]) => ({ text, path }));
}

function textOf({ before, last }: Path): string {
	return (before ? textOf(before) : '') + (last?.text ?? '');
}

/** How likely a word is behind another (or at the beginning): as seen in the phrases, else by what it has in common. */
function likelihood(dictionary: Dictionary, last: Entry | undefined, next: Entry): number {
	const { affinities, links, beginners, officialBeginners } = dictionary;
	const kinds = affinities.get((last?.kind ?? '^') + next.kind) ?? 1;
	const characters = last ? (links.get(last.lastCharacter + next.firstCharacter) ?? 1) : 1;
	const alone = next.share * kinds * characters;
	const official = last ? last.official : officialBeginners;
	const written = (official?.counts.get(next.text) ?? 0) / (official?.total ?? 1);
	const unseen = official ? (1 - officialWeighs) * alone + officialWeighs * written : alone;
	const followers = last ? last.followers : beginners;
	if (!followers?.total) return unseen;
	const seen = Math.max(0, (followers.counts.get(next.text) ?? 0) - discount);
	return (seen + discount * followers.counts.size * unseen) / followers.total;
}

/** All words that the letters from a place on may begin with; of one syllable and spelling at most so many. */
function stepsFrom(
	dictionary: Dictionary,
	{ text, breaks }: Letters,
	start: number,
	isFuzzy: boolean,
	homophones: number
): Step[] {
	const steps: Step[] = [];
	const arrive = (node: number, end: number, swaps: number, isWhole: boolean) => {
		for (const entry of (dictionary.entries[node] ?? []).slice(0, homophones))
			steps.push({ entry, end, swaps, isWhole });
	};
	const walk = (node: number, from: number, swapsBefore: number) => {
		for (let end = from + 1; end <= Math.min(text.length, from + longestSyllable); end++) {
			const typed = text.slice(from, end);
			for (const { syllable, swaps } of dictionary.sounds.get(typed) ?? []) {
				const next = swaps === 0 || isFuzzy ? branch(dictionary, node, syllable) : undefined;
				if (next === undefined) continue;
				arrive(next, end, swapsBefore + swaps, true);
				walk(next, end, swapsBefore + swaps);
			}
			if (end === text.length && !breaks.has(end))
				for (const syllable of dictionary.beginnings.get(typed) ?? []) {
					const next = branch(dictionary, node, syllable);
					if (next !== undefined) arrive(next, end, swapsBefore, false);
				}
			if (breaks.has(end)) return;
		}
	};
	walk(0, start, 0);
	return steps;
}

function byInitials({ initials }: Dictionary, letters: Letters): Candidate[] {
	const texts = initials.get(letters.text) ?? [];
	return texts.slice(0, most.initials).map((text) => ({ text, consumed: typedLength(letters), isFuzzy: false }));
}

function wordsAtTheBeginning(dictionary: Dictionary, letters: Letters): Candidate[] {
	return stepsFrom(dictionary, letters, 0, true, Infinity)
		.sort((one, other) => other.end - one.end || one.swaps - other.swaps || costOf(one) - costOf(other))
		.map(({ entry, end, swaps }) => candidateOf(letters, { text: entry.text, end, swaps }));
}

function costOf({ entry, isWhole }: Step): number {
	return (isWhole ? 0 : unfinishedCost) - Math.log(entry.share);
}

function typedLength({ ends }: Letters): number {
	return ends.at(-1) ?? 0;
}
