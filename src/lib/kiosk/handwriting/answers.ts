import { recognise } from './recognise.ts';
import type { Point } from './strokes.ts';
import { prepareTemplates, type Templates, unpackTemplates } from './templates.ts';

/** What the page tells the worker: first the bytes of handwriting.bin, then questions, numbered as it likes. */
export type Asked =
	{ kind: 'load'; data: ArrayBuffer } | { kind: 'ask'; question: number; strokes: Point[][]; most: number };

/** What the worker tells the page. `failed` follows a `load` of bytes that are no handwriting data. */
export type Told =
	| { kind: 'ready'; characters: number }
	| { kind: 'failed'; why: string }
	| { kind: 'candidates'; question: number; characters: string[] };

type Question = Extract<Asked, { kind: 'ask' }>;

/**
 * Gives what takes the messages of the page. Answers only the latest question: those that another one overtook while
 * an answer was worked out, or before the data was there, get none. Nothing asked is kept once it is answered.
 */
export function answers(tell: (told: Told) => void): (asked: Asked) => void {
	let templates: Templates | undefined;
	let latest: Question | undefined;
	const answer = () => {
		if (!templates || !latest) return;
		const { question, strokes, most } = latest;
		latest = undefined;
		tell({ kind: 'candidates', question, characters: recognise(templates, strokes, most) });
	};
	return (asked) => {
		if (asked.kind === 'ask') latest = asked;
		else
			try {
				templates = prepareTemplates(unpackTemplates(new Uint8Array(asked.data)));
				tell({ kind: 'ready', characters: templates.characters.length });
			} catch (error) {
				tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
			}
		// after the messages that are waiting already
		setTimeout(answer);
	};
}
