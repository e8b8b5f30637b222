import { type Candidate, candidatesFor } from './decode.ts';
import { readPinyinData } from './data.ts';
import { type Dictionary, dictionaryOf, withPlaces } from './dictionary.ts';
import { readingsOf } from './readings.ts';

/** What the page tells the worker: first the text of pinyin.txt and the names of places, then what is typed so far. */
export type Asked = { kind: 'load'; text: string; places: string[] } | { kind: 'ask'; typed: string };

/** What the worker tells the page. `failed` follows a `load` of a text that is no pinyin data. */
export type Told =
	{ kind: 'ready' } | { kind: 'failed' } | { kind: 'candidates'; typed: string; candidates: Candidate[] };

/**
 * Gives what takes the messages of the page. Answers only the latest question: those that another one overtook while
 * an answer was worked out, or before the data was there, get none. Nothing asked is kept once it is answered.
 */
export function answers(tell: (told: Told) => void): (asked: Asked) => void {
	let dictionary: Dictionary | undefined;
	let latest: string | undefined;
	const answer = () => {
		if (!dictionary || latest === undefined) return;
		const typed = latest;
		latest = undefined;
		tell({ kind: 'candidates', typed, candidates: candidatesFor(dictionary, typed) });
	};
	return (asked) => {
		if (asked.kind === 'ask') latest = asked.typed;
		else
			try {
				dictionary = withNames(asked.text, asked.places);
				tell({ kind: 'ready' });
			} catch {
				tell({ kind: 'failed' });
			}
		// after the messages that are waiting already
		setTimeout(answer);
	};
}

function withNames(text: string, places: string[]): Dictionary {
	const data = readPinyinData(text);
	const named = places.flatMap((name) => readingsOf(data, name).map((syllables) => ({ name, syllables })));
	return dictionaryOf(withPlaces(data, named));
}
