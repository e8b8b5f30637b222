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
const jointFee = 0.05;
/** What it costs when a stroke starts or ends one unit further from its other end. */
const spanWeight = 0.3;
/** What running the opposite way counts: twice this. */
const turnWeight = 0.1;
/** A point costs no more than this, however far it lies from the other ink. */
const farthest = 0.35;

/** Strokes made ready for comparing: a cloud of points with directions, and samples of each stroke. */
export type Shape = {
	/** x, y and the unit direction there (dx, dy) of each point in turn. */
	cloud: Float32Array;
	/** `joined[count - 1][first]`: `count` strokes from `first` on, written as one. */
	joined: Path[][];
};

/** Takes normalised paths. */
export function shapeOf(paths: readonly Path[]): Shape {
	return {
		cloud: cloudOf(paths),
		joined: Array.from({ length: Math.min(mostJoined, paths.length) }, (_, more) =>
			Array.from({ length: paths.length - more }, (_, first) =>
				resample(more ? join(paths.slice(first, first + more + 1)) : paths[first]!, samples)
			)
		)
	};
}

/**
 * How far the ink of two shapes is apart, without regard to order, number and joints of strokes: each point seeks the
 * nearest point of the other that runs the same way. In units of the square, 0 for the same shape.
 */
export function cloudDistance({ cloud: one }: Shape, { cloud: other }: Shape): number {
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
 * How far the strokes of two shapes are apart: in writing order, or in any order if that fits better by more than
 * chance. In units of the square, per stroke.
 */
export function strokesDistance(one: Shape, other: Shape): number {
	return Math.min(orderDistance(one, other), freeDistance(one, other) + disorderFee);
}

/**
 * How far two shapes are apart when their strokes are matched in writing order; up to three strokes of either may be
 * written as one of the other, and strokes may be missing. In units of the square, per stroke.
 */
function orderDistance(one: Shape, other: Shape): number {
	const [ones, others] = [one.joined[0]!.length, other.joined[0]!.length];
	const width = others + 1;
	const costs = new Float32Array((ones + 1) * width).fill(Infinity);
	costs[0] = 0;
	const reach = (i: number, j: number, cost: number) => {
		const at = i * width + j;
		if (cost < costs[at]!) costs[at] = cost;
	};
	for (let i = 0; i <= ones; i++)
		for (let j = 0; j <= others; j++) {
			const cost = costs[i * width + j]!;
			if (i < ones) reach(i + 1, j, cost + missingFee);
			if (j < others) reach(i, j + 1, cost + missingFee);
			if (i === ones || j === others) continue;
			reach(i + 1, j + 1, cost + strokeDistance(one.joined[0]![i]!, other.joined[0]![j]!));
			for (let more = 1; more < mostJoined; more++) {
				const fee = jointFee * more;
				if (j + more < others)
					reach(
						i + 1,
						j + more + 1,
						cost + fee + (more + 1) * strokeDistance(one.joined[0]![i]!, other.joined[more]![j]!)
					);
				if (i + more < ones)
					reach(
						i + more + 1,
						j + 1,
						cost + fee + (more + 1) * strokeDistance(one.joined[more]![i]!, other.joined[0]![j]!)
					);
			}
		}
	return costs[ones * width + others]! / Math.max(ones, others);
}

/** The same without regard to order: the closest strokes find each other first, what is left costs as missing. */
function freeDistance(one: Shape, other: Shape): number {
	const [ones, others] = [one.joined[0]!, other.joined[0]!];
	const pairs = ones.flatMap((stroke, i) =>
		others.map((partner, j) => ({ i, j, cost: strokeDistance(stroke, partner) }))
	);
	const [taken, given] = [new Set<number>(), new Set<number>()];
	let sum = 0;
	for (const { i, j, cost } of pairs.sort((a, b) => a.cost - b.cost)) {
		if (taken.has(i) || given.has(j)) continue;
		taken.add(i);
		given.add(j);
		sum += cost;
	}
	sum += Math.abs(ones.length - others.length) * missingFee;
	return sum / Math.max(ones.length, others.length);
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

/** Every second point of each path, with the direction between its neighbours. */
function cloudOf(paths: readonly Path[]): Float32Array {
	const cloud: number[] = [];
	for (const path of paths) {
		const last = path.length - 2;
		for (let at = 0; at <= last; at += 4) {
			const [before, after] = [Math.max(0, at - 2), Math.min(last, at + 2)];
			const [dx, dy] = [path[after]! - path[before]!, path[after + 1]! - path[before + 1]!];
			const length = Math.hypot(dx, dy) || 1;
			cloud.push(path[at]!, path[at + 1]!, dx / length, dy / length);
		}
	}
	return Float32Array.from(cloud);
}
