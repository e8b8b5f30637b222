import { join, type Path, resample } from './strokes.ts';

/** Points a stroke is compared by. */
const samples = 8;
/** The most strokes written as one (连笔) that are looked for. */
const mostJoined = 3;
/** What another order than the template's costs. Costs are in units of the square. */
const disorderFee = 0.005;
/** What a stroke without a partner costs. */
const missingFee = 0.4;
/** What each joint costs. */
const jointFee = 0.1;
/** What it costs when a stroke starts or ends one unit further from its other end. */
const spanWeight = 0.2;
/** What running the opposite way counts: twice this. */
const turnWeight = 0.1;
/** A point costs no more than this, however far it lies from the other ink. */
const farthest = 0.25;

/** Points of the ink with the unit direction there: x, y, dx, dy in turn. */
export type Cloud = Float32Array;
/** `joined[count - 1][first]`: `count` strokes from `first` on, written as one, as few points. */
export type Joined = Path[][];

/** Every third point of each normalised path, with the direction between its neighbours. */
export function cloudOf(paths: readonly Path[]): Cloud {
	const cloud: number[] = [];
	for (const path of paths) {
		const last = path.length - 2;
		for (let at = 0; at <= last; at += 6) {
			const [before, after] = [Math.max(0, at - 2), Math.min(last, at + 2)];
			const [dx, dy] = [path[after]! - path[before]!, path[after + 1]! - path[before + 1]!];
			const length = Math.hypot(dx, dy) || 1;
			cloud.push(path[at]!, path[at + 1]!, dx / length, dy / length);
		}
	}
	return Float32Array.from(cloud);
}

/** Normalised paths, and what they would be if the pen had not been lifted between them. */
export function joinedOf(paths: readonly Path[]): Joined {
	return Array.from({ length: Math.min(mostJoined, paths.length) }, (_, more) =>
		Array.from({ length: paths.length - more }, (_, first) =>
			resample(more ? join(paths.slice(first, first + more + 1)) : paths[first]!, samples)
		)
	);
}

/**
 * How far the ink of two characters is apart, without regard to order, number and joints of strokes: each point seeks the
 * nearest point of the other that runs the same way. In units of the square, 0 for the same ink.
 */
export function cloudDistance(one: Cloud, other: Cloud): number {
	const nearest = new Float32Array(other.length / 4).fill(farthest);
	let there = 0;
	for (let i = 0; i < one.length; i += 4) {
		const [x, y, dx, dy] = [one[i]!, one[i + 1]!, one[i + 2]!, one[i + 3]!];
		let best = farthest;
		for (let j = 0; j < other.length; j += 4) {
			const [right, down] = [other[j]! - x, other[j + 1]! - y];
			const turned = 1 - (other[j + 2]! * dx + other[j + 3]! * dy);
			const distance = Math.sqrt(right * right + down * down) + turnWeight * turned;
			if (distance < best) best = distance;
			if (distance < nearest[j >> 2]!) nearest[j >> 2] = distance;
		}
		there += best;
	}
	const back = nearest.reduce((sum, distance) => sum + distance, 0);
	return (there / (one.length / 4) + back / nearest.length) / 2;
}

/**
 * How far the strokes of two characters are apart: in writing order, or in any order if that fits better by more than
 * chance. Up to three strokes of either may be written as one of the other, and strokes may be missing. In units of
 * the square, per stroke.
 */
export function strokesDistance(one: Joined, other: Joined): number {
	const pairs = pairings(one, other);
	const count = Math.max(one[0]!.length, other[0]!.length);
	return Math.min(inOrder(one, other, pairs), inAnyOrder(one, other, pairs) + disorderFee * count) / count;
}

/** A stroke of one and a stroke of the other, or one against several joined, and what they cost together. */
type Pairing = { i: number; j: number; ones: number; others: number; cost: number };

/** All of them, in rising order of i, then j. */
function pairings(one: Joined, other: Joined): Pairing[] {
	const pairs: Pairing[] = [];
	const add = (i: number, j: number, ones: number, others: number) => {
		const [stroke, partner] = [one[ones - 1]?.[i], other[others - 1]?.[j]];
		if (!stroke || !partner) return;
		const strokes = Math.max(ones, others);
		pairs.push({ i, j, ones, others, cost: strokes * strokeDistance(stroke, partner) + (strokes - 1) * jointFee });
	};
	for (let i = 0; i < one[0]!.length; i++)
		for (let j = 0; j < other[0]!.length; j++) {
			add(i, j, 1, 1);
			for (let count = 2; count <= mostJoined; count++) {
				add(i, j, 1, count);
				add(i, j, count, 1);
			}
		}
	return pairs;
}

/** The cheapest way from the first strokes to the last. */
function inOrder(one: Joined, other: Joined, pairs: readonly Pairing[]): number {
	const [ones, others] = [one[0]!.length, other[0]!.length];
	const width = others + 1;
	const costs = new Float32Array((ones + 1) * width).fill(Infinity);
	costs[0] = 0;
	const reach = (i: number, j: number, cost: number) => {
		if (cost < costs[i * width + j]!) costs[i * width + j] = cost;
	};
	let next = 0;
	for (let i = 0; i <= ones; i++)
		for (let j = 0; j <= others; j++) {
			const cost = costs[i * width + j]!;
			if (i < ones) reach(i + 1, j, cost + missingFee);
			if (j < others) reach(i, j + 1, cost + missingFee);
			for (let pair = pairs[next]; pair && pair.i === i && pair.j === j; pair = pairs[++next])
				reach(i + pair.ones, j + pair.others, cost + pair.cost);
		}
	return costs[ones * width + others]!;
}

/** The closest strokes find each other first; what is left over is missing. */
function inAnyOrder(one: Joined, other: Joined, pairs: readonly Pairing[]): number {
	const [free, open] = [one[0]!.map(() => true), other[0]!.map(() => true)];
	const perStroke = ({ ones, others, cost }: Pairing) => cost / Math.max(ones, others);
	let sum = 0;
	for (const { i, j, ones, others, cost } of [...pairs].sort((a, b) => perStroke(a) - perStroke(b))) {
		if (free.slice(i, i + ones).includes(false) || open.slice(j, j + others).includes(false)) continue;
		free.fill(false, i, i + ones);
		open.fill(false, j, j + others);
		sum += cost;
	}
	return sum + [...free, ...open].filter(Boolean).length * missingFee;
}

/** Mean distance of corresponding points, and how far the ways from start to end differ. */
function strokeDistance(one: Path, other: Path): number {
	let sum = 0;
	for (let at = 0; at < one.length; at += 2) {
		const [right, down] = [one[at]! - other[at]!, one[at + 1]! - other[at + 1]!];
		sum += Math.sqrt(right * right + down * down);
	}
	const last = one.length - 2;
	const across = one[last]! - one[0]! - other[last]! + other[0]!;
	const along = one[last + 1]! - one[1]! - other[last + 1]! + other[1]!;
	return sum / samples + spanWeight * Math.sqrt(across * across + along * along);
}
