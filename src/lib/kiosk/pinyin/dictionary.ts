import type { Following, PinyinData, Word } from './data.ts';
import { spellingsOf } from './spelling.ts';

/** A word with one of its readings. `share` is how much of what is said it makes up, between 0 and 1. */
export type Entry = {
	text: string;
	firstCharacter: string;
	lastCharacter: string;
	kind: string;
	share: number;
	followers: Followers | undefined;
	official: Followers | undefined;
};

/** What was seen behind a word in the phrases: how often each word, and how often any. */
type Followers = { counts: Map<string, number>; total: number };

/** A syllable that letters may stand for, by its number. */
export type Sound = { syllable: number; swaps: number };

/** `node` numbers are places in the tree of syllables; 0 is its root. */
export type Dictionary = {
	/** Syllables by what is typed for them. */
	sounds: Map<string, Sound[]>;
	/** Syllables by letters that they go on from. */
	beginnings: Map<string, number[]>;
	/** The node behind a node and a syllable; ask with `branch`. */
	branches: Map<number, number>;
	/** The words that end at a node, the commonest first. */
	entries: Entry[][];
	/** Words and phrases of two characters and more by their first letters, the commonest first. */
	initials: Map<string, string[]>;
	/** What a sentence may begin with. */
	beginners: Followers;
	/** The same in official texts. */
	officialBeginners: Followers | undefined;
	/** How much likelier one kind is behind another (or at the beginning, '^') than elsewhere; ask with the two together. */
	affinities: Map<string, number>;
	/** The same for the last character of a word and the first of the next: 灯 and 坏, whatever lamp it is. */
	links: Map<string, number>;
};

/** A name of the deployment's own, with the toneless syllable of each character. */
export type Place = { name: string; syllables: string[] };

/** How much of what people say at a kiosk is like the phrases; the rest is like all text. */
const phrasesWeigh = 0.4;

/** Two that are seldom seen together are taken to be no likelier than by chance, as if seen so often by chance. */
const doubt = { ofKinds: 10, ofCharacters: 1 };

/** Names of places count as words that make up one word in 3,000: -2 · ln(1/3000). */
const placeLevel = 16;

/** A number that no count of syllables reaches. */
const syllablesAtMost = 1024;

/** The data with the deployment's own names: what the kiosk does with them before it makes its dictionary. */
export function withPlaces(data: PinyinData, places: Place[]): PinyinData {
	const words = places.map(({ name, syllables }): Word => ({ text: name, syllables, level: placeLevel, kind: 's' }));
	return { ...data, words: [...data.words, ...words] };
}

/** The node that a syllable leads to, if any word goes on that way. */
export function branch({ branches }: Dictionary, node: number, syllable: number): number | undefined {
	return branches.get(node * syllablesAtMost + syllable);
}

/** Makes the data ready for questions: about a second for 100,000 words. */
export function dictionaryOf({ words, phrases, following }: PinyinData): Dictionary {
	const syllables = new Map<string, number>();
	for (const word of words)
		for (const name of word.syllables) if (!syllables.has(name)) syllables.set(name, syllables.size);
	const followers = followersOf(phrases);
	const official = officialOf(following);
	const entries = entriesOf(words, phrases, followers, official);
	return {
		...soundsOf(syllables),
		...treeOf(words, entries, syllables),
		initials: initialsOf(words, entries, phrases),
		beginners: followers.get('') ?? { counts: new Map(), total: 0 },
		officialBeginners: official.get('^'),
		affinities: affinitiesOf(kindsInPairs(phrases, entries), doubt.ofKinds),
		links: affinitiesOf(charactersInPairs(phrases), doubt.ofCharacters)
	};
}

function soundsOf(syllables: Map<string, number>): Pick<Dictionary, 'sounds' | 'beginnings'> {
	const sounds = new Map<string, Sound[]>();
	const beginnings = new Map<string, number[]>();
	for (const [name, syllable] of syllables) {
		for (const { typed, swaps } of spellingsOf(name)) listed(sounds, typed).push({ syllable, swaps });
		for (let length = 1; length < name.length; length++) listed(beginnings, name.slice(0, length)).push(syllable);
	}
	return { sounds, beginnings };
}

/** Words behind words in the phrases; behind '' what they begin with. */
function followersOf(phrases: string[][]): Map<string, Followers> {
	const followers = new Map<string, Followers>();
	for (const phrase of phrases)
		phrase.forEach((text, at) => {
			const before = phrase[at - 1] ?? '';
			const seen = followers.get(before) ?? { counts: new Map(), total: 0 };
			followers.set(before, seen);
			seen.counts.set(text, (seen.counts.get(text) ?? 0) + 1);
			seen.total++;
		});
	return followers;
}

function officialOf(following: Following[]): Map<string, Followers> {
	return new Map(following.map(({ before, total, behind }) => [before, { counts: new Map(behind), total }]));
}

/** One for each word, in the same order. What is counted in the phrases is shared out over a text's readings. */
function entriesOf(
	words: Word[],
	phrases: string[][],
	followers: Map<string, Followers>,
	official: Map<string, Followers>
): Entry[] {
	const usual = ({ level }: Word) => Math.exp(-level / 2);
	const ofText = new Map<string, number>();
	for (const word of words) ofText.set(word.text, (ofText.get(word.text) ?? 0) + usual(word));
	const spoken = phrases.flat();
	const timesSpoken = new Map<string, number>();
	for (const text of spoken) timesSpoken.set(text, (timesSpoken.get(text) ?? 0) + 1);
	return words.map((word) => {
		const spokenShare = (timesSpoken.get(word.text) ?? 0) / Math.max(1, spoken.length);
		const ofReading = usual(word) / (ofText.get(word.text) ?? 1);
		const share = (1 - phrasesWeigh) * usual(word) + phrasesWeigh * spokenShare * ofReading;
		const signs = [...word.text];
		return {
			text: word.text,
			firstCharacter: signs[0] ?? '',
			lastCharacter: signs.at(-1) ?? '',
			kind: word.kind,
			share,
			followers: followers.get(word.text),
			official: official.get(word.text)
		};
	});
}

function treeOf(
	words: Word[],
	entries: Entry[],
	syllables: Map<string, number>
): Pick<Dictionary, 'branches' | 'entries'> {
	const branches = new Map<number, number>();
	const atNodes: Entry[][] = [[]];
	words.forEach((word, index) => {
		let node = 0;
		for (const name of word.syllables) {
			const key = node * syllablesAtMost + (syllables.get(name) ?? 0);
			const next = branches.get(key) ?? atNodes.push([]) - 1;
			branches.set(key, next);
			node = next;
		}
		const entry = entries[index];
		if (entry) atNodes[node]?.push(entry);
	});
	for (const atNode of atNodes) atNode.sort((one, other) => other.share - one.share);
	return { branches, entries: atNodes };
}

function initialsOf(words: Word[], entries: Entry[], phrases: string[][]): Dictionary['initials'] {
	const firstLetters = new Map<string, string>();
	const found = new Map<string, Map<string, number>>();
	const add = (letters: string, text: string, share: number) => {
		const texts = found.get(letters) ?? new Map<string, number>();
		found.set(letters, texts.set(text, Math.max(share, texts.get(text) ?? 0)));
	};
	words.forEach(({ text, syllables }, index) => {
		const letters = syllables.map(([letter]) => letter).join('');
		if (!firstLetters.has(text)) firstLetters.set(text, letters);
		if (letters.length > 1) add(letters, text, entries[index]?.share ?? 0);
	});
	for (const phrase of phrases)
		if (phrase.length > 1)
			add(phrase.map((text) => firstLetters.get(text)).join(''), phrase.join(''), 1 / phrases.length);
	return new Map(
		[...found].map(([letters, texts]) => [
			letters,
			[...texts].sort(([, one], [, other]) => other - one).map(([text]) => text)
		])
	);
}

type Pair = [before: string, behind: string];

/** The kinds of words that stand behind each other; '^' stands before the first. */
function kindsInPairs(phrases: string[][], entries: Entry[]): Pair[] {
	const kindOf = new Map(entries.map(({ text, kind }) => [text, kind]));
	return phrases.flatMap((phrase) => {
		const found = ['^', ...phrase.map((text) => kindOf.get(text) ?? 'l')];
		return found.slice(1).map((kind, at): Pair => [found[at] ?? '', kind]);
	});
}

function charactersInPairs(phrases: string[][]): Pair[] {
	return phrases.flatMap((phrase) =>
		phrase.slice(1).map((text, at): Pair => [[...(phrase[at] ?? '')].at(-1) ?? '', [...text][0] ?? ''])
	);
}

/** How much likelier the two of a pair are together than by chance. */
function affinitiesOf(pairs: Pair[], doubt: number): Map<string, number> {
	const before = new Map<string, number>();
	const behind = new Map<string, number>();
	const together = new Map<string, number>();
	const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
	for (const [one, other] of pairs) {
		count(before, one);
		count(behind, other);
		count(together, one + other);
	}
	const affinities = new Map<string, number>();
	for (const [one, times] of before)
		for (const [other, otherTimes] of behind) {
			const seen = together.get(one + other);
			const expected = (times * otherTimes) / pairs.length;
			if (seen || expected > doubt / 10) affinities.set(one + other, ((seen ?? 0) + doubt) / (expected + doubt));
		}
	return affinities;
}

function listed<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
	const list = lists.get(key) ?? [];
	lists.set(key, list);
	return list;
}
