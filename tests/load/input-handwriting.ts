import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { mediansOf } from '../../scripts/build-handwriting.ts';
import { recognise } from '../../src/lib/kiosk/handwriting/recognise.ts';
import { prepareTemplates, type Templates, unpackTemplates } from '../../src/lib/kiosk/handwriting/templates.ts';
import { type Chance, chanceFrom, distortions, type Written } from './hand.ts';

const data = 'static/kiosk/handwriting.bin';
const sampleSize = 80;

/**
 * Prints how often the handwriting input finds a character, and in what time, for every distortion. The strokes are
 * the templates' own medians, distorted: no other hand wrote them, so people will be found less often. Characters with
 * an odd code point only, on which no weight was chosen. `samples` may name a JSON file of strokes from elsewhere,
 * y down: [character, [[x, y], …][]][]. Throws when scripts/build-handwriting.ts has not run.
 */
export async function measureHandwriting(samples?: string): Promise<void> {
	if (!existsSync(data)) throw new Error(`${data} is missing: node scripts/build-handwriting.ts`);
	const bytes = readFileSync(data);
	const started = performance.now();
	const templates = prepareTemplates(unpackTemplates(bytes));
	const ready = Math.round(performance.now() - started);
	console.log(
		`handwriting: ${templates.characters.length} characters, ${kilobytes(bytes)} KB, ` +
			`${kilobytes(brotliCompressSync(bytes))} KB with brotli, ready in ${ready} ms`
	);
	console.log(
		samples
			? `strokes from ${samples}`
			: 'strokes: the medians the templates are made of, distorted; no other hand wrote them'
	);
	const written = sample(samples ? JSON.parse(readFileSync(samples, 'utf8')) : ownStrokes(templates), templates);
	const times: number[] = [];
	for (const [name, distort] of Object.entries(distortions)) {
		const places = written.map(([character, strokes], index) => {
			const distorted = distort(strokes, chanceFrom(index));
			const asked = performance.now();
			const found = recognise(templates, distorted, 10);
			times.push(performance.now() - asked);
			return found.indexOf(character);
		});
		console.log(
			`${name.padEnd(34)} top-1 ${within(places, 1)}  top-5 ${within(places, 5)}  top-10 ${within(places, 10)}`
		);
	}
	times.sort((one, other) => one - other);
	const at = (share: number) => `${times[Math.floor(times.length * share)]!.toFixed(1)} ms`;
	console.log(`${written.length} characters each; median ${at(0.5)}, p99 ${at(0.99)}`);
}

function ownStrokes({ characters }: Templates): Written[] {
	return characters.map((character) => [
		character,
		mediansOf(character)!.map((median) => median.map(([x, y]): [number, number] => [x, -y]))
	]);
}

/** The same ones every time, of those that are held out and known. */
function sample(written: Written[], { characters }: Templates): Written[] {
	const known = new Set(characters);
	const chance: Chance = chanceFrom(1);
	return written
		.filter(([character]) => known.has(character) && character.codePointAt(0)! % 2 === 1)
		.map((one) => ({ one, turn: chance() }))
		.sort((a, b) => a.turn - b.turn)
		.slice(0, sampleSize)
		.map(({ one }) => one);
}

function within(places: number[], count: number): string {
	const hits = places.filter((place) => place >= 0 && place < count).length;
	return `${((100 * hits) / places.length).toFixed(1)} %`.padStart(7);
}

function kilobytes(bytes: Uint8Array): number {
	return Math.round(bytes.length / 1000);
}
