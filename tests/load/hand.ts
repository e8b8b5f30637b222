import { lengthOf, resample } from '../../src/lib/kiosk/handwriting/strokes.ts';

type Stroke = [number, number][];
/** A character and how it was written, y down. */
export type Written = [string, Stroke[]];
/** The next number from 0 up to 1. */
export type Chance = () => number;

type Distortion = (strokes: Stroke[], chance: Chance) => Stroke[];

const degree = Math.PI / 180;

/** Mulberry32: the same numbers for the same seed. */
export function chanceFrom(seed: number): Chance {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const slant: Distortion = (strokes, chance) => {
	const shear = Math.tan(between(chance, -15, 15) * degree);
	return movePoints(strokes, ([x, y]) => [x + shear * y, y]);
};

const stretch: Distortion = (strokes, chance) => {
	const [across, down] = [between(chance, 0.7, 1.3), between(chance, 0.7, 1.3)];
	return movePoints(strokes, ([x, y]) => [x * across, y * down]);
};

const turn: Distortion = (strokes, chance) => {
	const angle = between(chance, -8, 8) * degree;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	return movePoints(strokes, ([x, y]) => [x * cos - y * sin, x * sin + y * cos]);
};

/** Every stroke beside its place by up to 5 % of the size and up to 12 % longer or shorter, every point shaking. */
const shake: Distortion = (strokes, chance) => {
	const size = sizeOf(strokes);
	const off = (share: number) => between(chance, -share, share) * size;
	return strokes.map((stroke) => {
		const [right, down, scale] = [off(0.05), off(0.05), between(chance, 0.88, 1.12)];
		const [x0, y0] = stroke[0]!;
		return densely(stroke, size / 25).map(([x, y]) => [
			x0 + (x - x0) * scale + right + off(0.012),
			y0 + (y - y0) * scale + down + off(0.012)
		]);
	});
};

/** A quarter of the strokes runs on into the next (连笔). */
const joinSome: Distortion = (strokes, chance) => {
	const joined: Stroke[] = [];
	for (const stroke of strokes) {
		const before = joined.at(-1);
		if (before && chance() < 0.25) before.push(...stroke);
		else joined.push([...stroke]);
	}
	return joined;
};

const swapSome: Distortion = (strokes, chance) => {
	const swapped = [...strokes];
	for (let at = 1; at < swapped.length; at++)
		if (chance() < 0.3) [swapped[at - 1], swapped[at]] = [swapped[at]!, swapped[at - 1]!];
	return swapped;
};

/** Half of the strokes end in a small hook of no meaning, or lose the last tenth of their way. */
const hook: Distortion = (strokes, chance) => {
	const size = sizeOf(strokes);
	return strokes.map((stroke) => {
		const [x, y] = stroke.at(-1)!;
		const what = chance();
		if (what < 0.25) return [...stroke, [x - size * 0.06, y - size * 0.06]];
		const dense = densely(stroke, size / 40);
		return what < 0.5 && dense.length > 9 ? dense.slice(0, -Math.floor(dense.length / 10)) : stroke;
	});
};

const oneLess: Distortion = (strokes, chance) => {
	const gone = Math.floor(chance() * strokes.length);
	return strokes.length > 4 ? strokes.filter((_, at) => at !== gone) : strokes;
};

const hand = inTurn(slant, stretch, turn, shake);

/** What a hand does to a character, alone and together. */
export const distortions: Record<string, Distortion> = {
	'as it is': (strokes) => strokes,
	'slant ±15°': slant,
	'scale 0.7 to 1.3 each way': stretch,
	'rotation ±8°': turn,
	jitter: shake,
	'joined, 25 % of neighbours': joinSome,
	'order swapped, 30 % of neighbours': swapSome,
	'order reversed': (strokes) => strokes.toReversed(),
	'hooks added and lost': hook,
	'one stroke missing, of 5 or more': oneLess,
	'hand: slant, scale, rotation, jitter': hand,
	'hand, joined': inTurn(hand, joinSome),
	'hand, order swapped': inTurn(hand, swapSome),
	'hand, swapped, joined, hooks': inTurn(hand, swapSome, hook, joinSome)
};

function inTurn(...all: Distortion[]): Distortion {
	return (strokes, chance) => all.reduce((distorted, distort) => distort(distorted, chance), strokes);
}

function movePoints(strokes: Stroke[], move: (point: [number, number]) => [number, number]): Stroke[] {
	return strokes.map((stroke) => stroke.map(move));
}

function densely(stroke: Stroke, step: number): Stroke {
	if (stroke.length < 2) return stroke;
	const path = Float32Array.from(stroke.flat());
	const even = resample(path, Math.max(3, Math.round(lengthOf(path) / step)));
	return Array.from({ length: even.length / 2 }, (_, at) => [even[at * 2]!, even[at * 2 + 1]!]);
}

function sizeOf(strokes: Stroke[]): number {
	const [xs, ys] = [strokes.flat().map(([x]) => x), strokes.flat().map(([, y]) => y)];
	return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

function between(chance: Chance, low: number, high: number): number {
	return low + (high - low) * chance();
}
