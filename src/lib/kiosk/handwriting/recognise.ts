import { cloudDistance, cloudOf, joinedOf, strokesDistance } from './align.ts';
import { directionFeatures, featureCount } from './features.ts';
import { normalise, type Point } from './strokes.ts';
import type { Templates } from './templates.ts';

/** How many characters that look alike at a glance are compared point by point, and of these stroke by stroke. */
const shortlists = [160, 40] as const;
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
	const [cloud, joined] = [cloudOf(paths), joinedOf(paths)];
	const atAGlance = likenesses(templates, directionFeatures(paths));
	const byInk = best([...atAGlance.entries()], shortlists[0]).map(([index, likeness]): Scored => {
		const bonus = weights.commonness * templates.commonness[index]!;
		return [index, likeness + bonus - weights.cloud * cloudDistance(cloud, cloudOf(templates.paths[index]!))];
	});
	const byStrokes = best(byInk, shortlists[1]).map(([index, score]): Scored => {
		return [index, score - weights.strokes * strokesDistance(joined, joinedOf(templates.paths[index]!))];
	});
	return best(byStrokes, most).map(([index]) => templates.characters[index]!);
}

/** A row of the templates, and how well it fits. */
type Scored = [row: number, score: number];

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

function best(scored: Scored[], count: number): Scored[] {
	return scored.sort(([, one], [, other]) => other - one).slice(0, count);
}
