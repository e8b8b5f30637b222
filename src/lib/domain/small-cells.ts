import { fewest, type Indicators } from './indicators.ts';

export type Cell<Key> = { key: Key; count: number };
export type Merged<Key> = { shown: Cell<Key>[]; rest: { kinds: number; count: number } | null };

/**
 * What is published of counts that add up to a known whole: the large ones, the largest first, and everything else as
 * one. The rest is never under 5 and never a single cell, or a subtraction would show what was hidden: the smallest of
 * the large ones goes with it until it is neither. `never` are put there whatever their count.
 */
export function mergeSmall<Key>(cells: readonly Cell<Key>[], never: (key: Key) => boolean = () => false): Merged<Key> {
	const filled = cells.filter(({ count }) => count > 0);
	const shown = filled.filter(({ key, count }) => count >= fewest && !never(key)).sort((a, b) => b.count - a.count);
	const rest = filled.filter(({ key, count }) => count < fewest || never(key));
	const sum = () => rest.reduce((total, { count }) => total + count, 0);
	if (rest.length === 0) return { shown, rest: null };
	while (rest.length < 2 || sum() < fewest) {
		const smallest = shown.pop();
		if (!smallest) break;
		rest.push(smallest);
	}
	return { shown, rest: { kinds: rest.length, count: sum() } };
}

export type Levels = Record<1 | 2 | 3 | 4 | 5, number | null>;

/**
 * The five levels as they are published: null where a level holds one to four people. 满意率 tells the sum of the upper
 * three and 差评率 that of the lower two, so in neither may a single level be hidden: the next smallest goes with it.
 */
export function hideSmallLevels(levels: Indicators['levels']): Levels {
	const shown: Levels = { ...levels };
	for (const group of [[5, 4, 3] as const, [2, 1] as const]) {
		const hidden = group.filter((level) => levels[level] > 0 && levels[level] < fewest);
		if (hidden.length === 1) {
			const others = group.filter((level) => !hidden.includes(level));
			const [next] = [...others].sort((one, other) => levels[one] - levels[other]);
			if (next) hidden.push(next);
		}
		for (const level of hidden) shown[level] = null;
	}
	return shown;
}
