import { type Placeholder, sql, type SQL } from 'drizzle-orm';
import { stripForIndex } from '../../domain/personal-data.ts';
import { queryTerms, termsOf } from '../../domain/search-terms.ts';

/** The search column of a text: its terms, without runs of digits that look like a phone, ID or card (ruling 10). */
export function searchVector(text: string): SQL<string> {
	return vectorOf(searchTerms(text));
}

export function searchTerms(text: string): string[] {
	return termsOf(stripForIndex(text));
}

/** The column's value from terms, or from the place where they go. */
export function vectorOf(terms: string[] | Placeholder): SQL<string> {
	return sql<string>`array_to_tsvector(${sql.param(terms)}::text[])`;
}

/** A search as a tsquery: quoted lexemes joined by &, so every term must be there. Null when there is nothing to look for. */
export function searchQuery(query: string): string | null {
	const terms = queryTerms(query).map(({ term, isBeginning }) => {
		const quoted = `'${term.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
		return isBeginning ? `${quoted}:*` : quoted;
	});
	return terms.length > 0 ? terms.join(' & ') : null;
}
