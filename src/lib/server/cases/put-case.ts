import { sql } from 'drizzle-orm';
import type { Parts } from '../../domain/texts.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { texts } from '../db/schema/texts.ts';
import { wordedStatement } from '../db/worded.ts';
import type { TextRef } from '../events/catalogue.ts';
import { versionOf } from '../events/write-text.ts';
import { vectorOf } from './search-vector.ts';

/** What a case is filed with; the rest has its defaults. */
export type NewCase = Required<
	Pick<
		typeof cases.$inferInsert,
		| ('number' | 'state' | 'type' | 'class' | 'categoryCode' | 'tilePosition' | 'areaId' | 'channel' | 'identity')
		| ('wantsCall' | 'hasDanger' | 'hasRecording' | 'hasText' | 'title' | 'place')
		| ('submittedAt' | 'receivedAt' | 'dueAt' | 'firstDueAt' | 'answerDueAt' | 'ownerId' | 'filedById')
		| ('submissionKeyHash' | 'contentMac' | 'codeMac' | 'linkTokenHash')
	>
> & { /** For the search column. */ terms: string[] };

/**
 * Stores a case and, where it has any, the words of its matter, in one statement. Null when the same submission is
 * there already.
 */
export async function putCase(
	{ db }: Context,
	row: NewCase,
	words: Parts
): Promise<{ caseId: number; matter: TextRef | null } | null> {
	const { body, nonce, digest } = versionOf(words);
	const [put] = await caseWithMatter(db, { ...row, body, nonce, digest });
	if (!put) return null;
	const matter = put.text_id === null ? null : { textId: Number(put.text_id), digest: digest.toString('hex') };
	return { caseId: Number(put.case_id), matter };
}

const caseWithMatter = wordedStatement<
	NewCase & ReturnType<typeof versionOf>,
	{ case_id: string; text_id: string | null }
>((db, at) => {
	// no index named: a twin under way may be met first by its link token, which follows from the same key
	const filed = db
		.insert(cases)
		.values({ ...at, search: vectorOf(at.terms) })
		.onConflictDoNothing()
		.returning({ id: cases.id });
	return sql`
			with filed as ${filed}, matter as (
				insert into texts (case_id, kind, body, nonce, digest, created_at)
				select id, 'matter', ${at.body}, ${sql.param(at.nonce, texts.nonce)}, ${sql.param(at.digest, texts.digest)},
					${sql.param(at.receivedAt, texts.createdAt)}
				from filed where ${at.hasText}::boolean returning id
			)
			select filed.id as case_id, matter.id as text_id from filed left join matter on true`;
});
