import { and, eq, or, sql, type SQL } from 'drizzle-orm';
import { readNumber } from '../../../domain/case-number.ts';
import { plainExternalNumber } from '../../../domain/external.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { queryPhrases } from '../../../domain/search-terms.ts';
import { cases } from '../../db/schema/cases.ts';
import { searchQuery } from '../../db/search-vector.ts';

/**
 * The condition of a search by our number, by the one of whoever passed the case on, or by words in the text a person may read, so that a unit cannot find a
 * confidential case by its clues. The index finds the terms, the text confirms that they stand together.
 */
export function searching(actor: StaffActor, query: string): SQL | undefined {
	const read = readNumber(query);
	const theirs = eq(cases.externalNumber, plainExternalNumber(query));
	if (read.ok) return or(eq(cases.number, read.number), theirs);
	const wanted = searchQuery(query);
	if (!wanted) return theirs;
	const phrases = queryPhrases(query);
	const original = and(
		sql`${cases.search} @@ ${wanted}::tsquery`,
		inTexts(phrases, sql`text.case_id = ${cases.id} and text.kind in ('matter', 'supplement')`)
	);
	const checked = and(
		sql`${cases.checkedSearch} @@ ${wanted}::tsquery`,
		inTexts(phrases, sql`text.id = ${cases.checkedTextId}`)
	);
	if (actor.roles.includes('supervisor') || actor.roles.includes('dispatcher')) return or(original, checked, theirs);
	return or(and(sql`${cases.identity} <> 'confidential'`, original), checked, theirs);
}

function inTexts(phrases: readonly string[], texts: SQL): SQL | undefined {
	return and(
		...phrases.map(
			(phrase) => sql`exists (
				select from texts as text where ${texts} and position(${phrase} in lower(normalize(text.body, nfkc))) > 0
			)`
		)
	);
}
