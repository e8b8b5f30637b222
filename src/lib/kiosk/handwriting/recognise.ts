import { cloudDistance, type Shape, shapeOf, strokesDistance } from './align.ts';
import { directionFeatures, featureCount } from './features.ts';
import { normalise, type Point } from './strokes.ts';
import type { Templates } from './templates.ts';

/** How many characters that look alike at a glance are compared point by point, and of these stroke by stroke. */
const shortlists = [100, 40] as const;
/**
 * What each view of the matter counts against the likeness at a glance. Chosen on other writers' strokes of every
 * second character (even code points); figures are taken on the rest.
 */
const weights = { cloud: 4, strokes: 4, commonness: 0.3 };

/**
 * The characters the strokes may mean, best first, at most `most`. Strokes may come in any order, joined, and in any
 * size and place; y points down. No strokes, no characters. Keeps nothing of what it is given.
 */
export function recognise(templates: Templates, strokes: readonly (readonly Point[])[], most: number): string[] {
	const paths = normalise(strokes);
	if (paths.length === 0) return [];
	const shape = shapeOf(paths);
	const atAGlance = likenesses(templates, directionFeatures(paths));
	const byInk = best([...atAGlance.entries()], shortlists[0]).map(([index, likeness]): Scored<Candidate> => {
		const candidate = shapeOf(templates.paths[index]!);
		const bonus = weights.commonness * templates.commonness[index]!;
		return [{ index, shape: candidate }, likeness + bonus - weights.cloud * cloudDistance(shape, candidate)];
	});
	const byStrokes = best(byInk, shortlists[1]).map(([{ index, shape: candidate }, score]): Scored<number> => [
		index,
		score - weights.strokes * strokesDistance(shape, candidate)
	]);
	return best(byStrokes, most).map(([index]) => templates.characters[index]!);
}

type Candidate = { index: number; shape: Shape };
type Scored<Thing> = [Thing, number];

/** The cosine between the features asked about and those of every character. */
function likenesses({ characters, features }: Templates, asked: Float32Array): Float32Array {
	const likeness = new Float32Array(characters.length);
	for (let row = 0; row < likeness.length; row++) {
		const start = row * featureCount;
		let sum = 0;
		for (let at = 0; at < featureCount; at++) sum += features[start + at]! * asked[at]!;
		likeness[row] = sum;
	}
	return likeness;
}

function best<Thing>(scored: Scored<Thing>[], count: number): Scored<Thing>[] {
	return scored.sort(([, one], [, other]) => other - one).slice(0, count);
}
