/** A text is at most 2,000 characters; this bounds what a supplement may add to the index. */
const mostTerms = 6000;

/**
 * Terms of a text for the search column: Chinese as bigrams, everything else as lower-case words and digits. Measured
 * better than a word segmenter, which missed what is shorter than its words. A single character is found as the
 * beginning of a bigram; only the last one of a run stands alone.
 */
export function termsOf(text: string): string[] {
	const terms = new Set<string>();
	for (const [run] of text
		.normalize('NFKC')
		.toLowerCase()
		.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}]){1,40}/gu)) {
		if (!/^\p{Script=Han}/u.test(run)) {
			terms.add(run);
			continue;
		}
		const signs = [...run];
		signs.forEach((sign, index) => terms.add(sign + (signs[index + 1] ?? '')));
	}
	return [...terms].slice(0, mostTerms);
}

/**
 * What must all be found for a query: bigrams where there are two characters; a single one may be the beginning of a
 * bigram (`isBeginning`). At most 40.
 */
export function queryTerms(query: string): { term: string; isBeginning: boolean }[] {
	const terms = termsOf(query.slice(0, 60));
	const longer = terms.filter((term) => [...term].length > 1);
	const singles = terms.filter((term) => [...term].length === 1 && !longer.some((other) => other.includes(term)));
	return [...longer, ...singles].slice(0, 40).map((term) => ({ term, isBeginning: /^\p{Script=Han}$/u.test(term) }));
}

/**
 * What must stand together for a query: its runs of letters and digits that are more than one term. Two characters are
 * one: where the index has the bigram, they stand together.
 */
export function queryPhrases(query: string): string[] {
	const runs =
		query
			.slice(0, 60)
			.normalize('NFKC')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	return runs.filter((run) => queryTerms(run).length > 1);
}
