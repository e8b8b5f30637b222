/** A text is at most 2,000 characters; this bounds what a supplement may add to the index. */
const mostTerms = 6000;

/**
 * Terms of a text for the search column: Chinese as single characters and bigrams, everything else as lower-case
 * words and digits. Measured better than a word segmenter, which missed what is shorter than its words.
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
		signs.forEach((sign, index) => {
			terms.add(sign);
			const next = signs[index + 1];
			if (next) terms.add(sign + next);
		});
	}
	return [...terms].slice(0, mostTerms);
}

/** What must all be found for a query: bigrams where there are two characters, the single one otherwise. At most 40. */
export function queryTerms(query: string): string[] {
	const terms = termsOf(query.slice(0, 60));
	const longer = terms.filter((term) => [...term].length > 1);
	const singles = terms.filter((term) => [...term].length === 1 && !longer.some((other) => other.includes(term)));
	return [...longer, ...singles].slice(0, 40);
}
