import type { Path } from './strokes.ts';

const cells = 8;
const directions = 8;
/** Numbers in one row of features. */
export const featureCount = cells * cells * directions;
/** What a move of the lifted pen from one stroke to the next counts against ink: joined writing inks it. */
const lifted = 0.2;

/**
 * Where in the square how much ink runs in which direction: 8 × 8 cells by 8 directions, blurred, of length 1 (0 when
 * there is no ink). Says nothing about the order of strokes, but for the faint moves between them.
 * Takes normalised paths. After Liu, Nakagawa (2001): directional features with imaginary strokes.
 */
export function directionFeatures(paths: readonly Path[]): Float32Array {
	const ink = new Float32Array(featureCount);
	let end: [number, number] | undefined;
	for (const path of paths) {
		if (end) drawMove(ink, end, [path[0]!, path[1]!]);
		for (let at = 0; at + 3 < path.length; at += 2)
			draw(ink, path[at]!, path[at + 1]!, path[at + 2]!, path[at + 3]!, 1);
		end = [path[path.length - 2]!, path[path.length - 1]!];
	}
	return toUnitLength(blur(ink).map(Math.sqrt));
}

function drawMove(ink: Float32Array, [x0, y0]: [number, number], [x1, y1]: [number, number]): void {
	const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) * 20));
	const [dx, dy] = [(x1 - x0) / steps, (y1 - y0) / steps];
	for (let at = 0; at < steps; at++)
		draw(ink, x0 + dx * at, y0 + dy * at, x0 + dx * (at + 1), y0 + dy * (at + 1), lifted);
}

/** Shares a short line among the four cells and the two directions nearest to it. */
function draw(ink: Float32Array, x0: number, y0: number, x1: number, y1: number, weight: number): void {
	const length = Math.hypot(x1 - x0, y1 - y0) * weight;
	const angle = ((Math.atan2(y1 - y0, x1 - x0) / (2 * Math.PI) + 1) % 1) * directions;
	const direction = Math.floor(angle) % directions;
	const next = (direction + 1) % directions;
	const toNext = angle - Math.floor(angle);
	const x = ((x0 + x1) / 2) * cells - 0.5;
	const y = ((y0 + y1) / 2) * cells - 0.5;
	const column = Math.floor(x);
	const row = Math.floor(y);
	for (let down = 0; down < 2; down++)
		for (let right = 0; right < 2; right++) {
			const share = length * (right ? x - column : 1 - x + column) * (down ? y - row : 1 - y + row);
			const cell = (inside(row + down) * cells + inside(column + right)) * directions;
			ink[cell + direction]! += share * (1 - toNext);
			ink[cell + next]! += share * toNext;
		}
}

function inside(cell: number): number {
	return Math.max(0, Math.min(cells - 1, cell));
}

/** A little of each cell in its neighbours, so that a stroke beside its place still counts. */
function blur(ink: Float32Array): Float32Array {
	return blurAlong(blurAlong(ink, directions), directions * cells);
}

function blurAlong(ink: Float32Array, step: number): Float32Array {
	const blurred = new Float32Array(featureCount);
	for (let at = 0; at < featureCount; at++) {
		const place = Math.floor(at / step) % cells;
		const before = place > 0 ? ink[at - step]! : 0;
		const after = place < cells - 1 ? ink[at + step]! : 0;
		blurred[at] = ink[at]! / 2 + (before + after) / 4;
	}
	return blurred;
}

function toUnitLength(features: Float32Array): Float32Array {
	const length = Math.hypot(...features);
	return length > 0 ? features.map((value) => value / length) : features;
}
