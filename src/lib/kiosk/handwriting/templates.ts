import { directionFeatures, featureCount } from './features.ts';
import { normalise, type Path, type Point } from './strokes.ts';

/** A character as it is kept: strokes in writing order as few points on a grid of 0 to 127, y down. */
export type Drawing = { character: string; commonness: number; strokes: [number, number][][] };

/** What the recogniser compares with: row n of each belongs to character n. */
export type Templates = {
	characters: string[];
	/** 0 (never met) to 1 (的). */
	commonness: Float32Array;
	paths: Path[][];
	/** `featureCount` numbers a character. */
	features: Float32Array;
};

/** The sign at the head of the data, and its edition. */
const signature = 'HYHW1';

/**
 * Packs drawings into bytes: signature, lengths, then each kind of number in a column of its own, points as steps from
 * the one before, because that compresses best. Throws a RangeError for what does not fit a byte.
 */
export function packTemplates(drawings: readonly Drawing[]): Uint8Array {
	const names = new TextEncoder().encode(drawings.map(({ character }) => character).join('\n'));
	const strokes = drawings.flatMap((drawing) => drawing.strokes);
	const points = strokes.flat();
	const head = new TextEncoder().encode(`${signature} ${names.length} ${strokes.length} ${points.length}\n`);
	return Uint8Array.from([
		...head,
		...names,
		...drawings.map(({ commonness }) => byte(Math.round(commonness * 255))),
		...drawings.map((drawing) => byte(drawing.strokes.length)),
		...strokes.map((stroke) => byte(stroke.length)),
		...steps(points.map(([x]) => byte(x))),
		...steps(points.map(([, y]) => byte(y)))
	]);
}

/** Reads what `packTemplates` wrote. Throws an Error for anything else, or when bytes are missing. */
export function unpackTemplates(bytes: Uint8Array): Drawing[] {
	const headEnd = bytes.indexOf(10) + 1;
	const [sign, ...lengths] = new TextDecoder().decode(bytes.subarray(0, headEnd)).trim().split(' ');
	const [nameLength = 0, strokeCount = 0, pointCount = 0] = lengths.map(Number);
	if (sign !== signature) throw new Error('not handwriting data');
	let at = headEnd;
	const take = (length: number) => {
		if (at + length > bytes.length) throw new Error('handwriting data ends too early');
		at += length;
		return bytes.subarray(at - length, at);
	};
	const characters = new TextDecoder().decode(take(nameLength)).split('\n');
	const commonness = take(characters.length);
	const strokeCounts = take(characters.length);
	const pointCounts = take(strokeCount);
	const xs = sums(take(pointCount));
	const ys = sums(take(pointCount));
	let stroke = 0;
	let point = 0;
	return characters.map((character, index) => ({
		character,
		commonness: commonness[index]! / 255,
		strokes: Array.from({ length: strokeCounts[index]! }, () =>
			Array.from({ length: pointCounts[stroke++]! }, (): [number, number] => [xs[point]!, ys[point++]!])
		)
	}));
}

/** Works out once what every question needs. About a second for 6,763 characters: not on the main thread. */
export function prepareTemplates(drawings: readonly Drawing[]): Templates {
	const paths = drawings.map(({ strokes }) => normalise(strokes satisfies Point[][]));
	const features = new Float32Array(drawings.length * featureCount);
	for (const [index, own] of paths.entries()) features.set(directionFeatures(own), index * featureCount);
	return {
		characters: drawings.map(({ character }) => character),
		commonness: Float32Array.from(drawings, ({ commonness }) => commonness),
		paths,
		features
	};
}

function byte(value: number): number {
	if (!Number.isInteger(value) || value < 0 || value > 255) throw new RangeError(`${value} does not fit a byte`);
	return value;
}

function steps(values: readonly number[]): number[] {
	return values.map((value, at) => (value - (values[at - 1] ?? 0)) & 255);
}

function sums(values: Uint8Array): Uint8Array {
	let sum = 0;
	return values.map((step) => (sum = (sum + step) & 255));
}
