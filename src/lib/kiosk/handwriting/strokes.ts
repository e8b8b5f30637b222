/** One point of a pen, in any unit, y pointing down. */
export type Point = { x: number; y: number } | readonly [number, number];
/** A stroke in memory: x and y in turn. */
export type Path = Float32Array;

/** Distance of neighbouring points of a normalised path; the body of a character spans about 1. */
export const spacing = 1 / 40;
/** How many standard deviations of the ink lie across the unit square. */
const spread = 4;

/**
 * Strokes as the recogniser compares them: drawn anywhere, in any size, brought to a square around (0.5, 0.5), with
 * points `spacing` apart and the shaking of a hand smoothed out. Centre and size come from the spread of the ink, not
 * from its outermost points, so one long stroke moves the rest little; a flat character stays flat. A lone point
 * becomes a short 点. Strokes without points, or with numbers that are not finite, are left out.
 */
export function normalise(strokes: readonly (readonly Point[])[]): Path[] {
	const paths = strokes.map(pathOf).filter((path) => path.length > 0);
	if (paths.length === 0) return [];
	const size = Math.max(...extent(paths)) || 1;
	const inked = paths.map((path) => (lengthOf(path) < size / 100 ? dot(path, size / 20) : path));
	const even = inked.map((path) => smooth(resample(path, stepsFor(lengthOf(path), size * spacing))));
	return centre(even).map((path) => resample(path, stepsFor(lengthOf(path), spacing)));
}

/** The path again as `count` points, equally far apart along it. At least two points are asked for. */
export function resample(path: Path, count: number): Path {
	const step = lengthOf(path) / (count - 1);
	const even = new Float32Array(count * 2);
	const last = path.length - 2;
	let from = 0;
	let walked = 0;
	for (let at = 0; at < count; at++) {
		const goal = step * at;
		let span = segment(path, from);
		while (from < last - 2 && walked + span < goal) {
			walked += span;
			from += 2;
			span = segment(path, from);
		}
		const share = span > 0 ? Math.min(1, (goal - walked) / span) : 0;
		even[at * 2] = path[from]! + (path[from + 2]! - path[from]!) * share;
		even[at * 2 + 1] = path[from + 1]! + (path[from + 3]! - path[from + 1]!) * share;
	}
	return even;
}

export function lengthOf(path: Path): number {
	let length = 0;
	for (let at = 0; at + 3 < path.length; at += 2) length += segment(path, at);
	return length;
}

/** Two or more strokes written without lifting the pen. */
export function join(paths: readonly Path[]): Path {
	const joined = new Float32Array(paths.reduce((length, path) => length + path.length, 0));
	let at = 0;
	for (const path of paths) {
		joined.set(path, at);
		at += path.length;
	}
	return joined;
}

function pathOf(stroke: readonly Point[]): Path {
	const flat = stroke.flatMap((point) => ('x' in point ? [point.x, point.y] : [point[0], point[1]]));
	const path = Float32Array.from(flat);
	return path.every(Number.isFinite) ? path : new Float32Array();
}

function extent(paths: readonly Path[]): [number, number] {
	const lowest = [Infinity, Infinity];
	const highest = [-Infinity, -Infinity];
	for (const path of paths)
		for (let at = 0; at < path.length; at++) {
			lowest[at % 2] = Math.min(lowest[at % 2]!, path[at]!);
			highest[at % 2] = Math.max(highest[at % 2]!, path[at]!);
		}
	return [highest[0]! - lowest[0]!, highest[1]! - lowest[1]!];
}

function dot(path: Path, size: number): Path {
	const [x = 0, y = 0] = path;
	return Float32Array.of(x - size / 2, y - size / 2, x + size / 2, y + size / 2);
}

function stepsFor(length: number, step: number): number {
	return Math.max(2, Math.min(200, Math.round(length / step) + 1));
}

function segment(path: Path, at: number): number {
	return Math.hypot(path[at + 2]! - path[at]!, path[at + 3]! - path[at + 1]!);
}

/** Each point becomes the mean of up to five; the ends stay where they are. */
function smooth(path: Path): Path {
	const smoothed = new Float32Array(path.length);
	const last = path.length / 2 - 1;
	for (let at = 0; at <= last; at++) {
		const reach = Math.min(2, at, last - at);
		for (let near = at - reach; near <= at + reach; near++) {
			smoothed[at * 2]! += path[near * 2]! / (2 * reach + 1);
			smoothed[at * 2 + 1]! += path[near * 2 + 1]! / (2 * reach + 1);
		}
	}
	return smoothed;
}

function centre(paths: readonly Path[]): Path[] {
	let [count, sumX, sumY, squareX, squareY] = [0, 0, 0, 0, 0];
	const [x0 = 0, y0 = 0] = paths[0] ?? [];
	for (const path of paths)
		for (let at = 0; at < path.length; at += 2) {
			const [x, y] = [path[at]! - x0, path[at + 1]! - y0];
			count++;
			sumX += x;
			sumY += y;
			squareX += x * x;
			squareY += y * y;
		}
	const [middleX, middleY] = [sumX / count, sumY / count];
	const deviationX = Math.sqrt(Math.max(squareX / count - middleX ** 2, 1e-12));
	const deviationY = Math.sqrt(Math.max(squareY / count - middleY ** 2, 1e-12));
	const [scaleX, scaleY] = scales(deviationX, deviationY);
	return paths.map((path) =>
		path.map((value, at) =>
			at % 2 === 0 ? (value - x0 - middleX) * scaleX + 0.5 : (value - y0 - middleY) * scaleY + 0.5
		)
	);
}

/** The longer side fills the square, the shorter one part of it that grows with the ratio (aspect-adaptive, Liu 2003). */
function scales(deviationX: number, deviationY: number): [number, number] {
	const longer = Math.max(deviationX, deviationY);
	const scaleFor = (deviation: number) => Math.sin((Math.PI / 2) * (deviation / longer)) / (spread * deviation);
	return [scaleFor(deviationX), scaleFor(deviationY)];
}
