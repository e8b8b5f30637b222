import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { type Entry, entryFindings, entryOfParts } from '../../domain/knowledge.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { knowledgeEntries } from '../db/schema/knowledge.ts';
import { texts } from '../db/schema/texts.ts';
import { searchVector } from '../db/search-vector.ts';
import type { TextRef } from '../events/catalogue.ts';

export type EntryRow = typeof knowledgeEntries.$inferSelect;

/** Locks an entry: who changes it next waits, and finds what was changed. Throws `case.not-found`. */
export async function takeEntry({ db }: Context, id: number): Promise<EntryRow> {
	const [row] = await db.select().from(knowledgeEntries).where(eq(knowledgeEntries.id, id)).for('update');
	if (!row) throw new Refusal('case.not-found');
	return row;
}

const partsSchema = v.record(v.string(), v.string());

/** The words of a version, and how events name it. */
export async function readVersion({ db }: Context, textId: number): Promise<{ entry: Entry; ref: TextRef }> {
	const [row] = await db.select({ body: texts.body, digest: texts.digest }).from(texts).where(eq(texts.id, textId));
	if (!row?.body) throw new Error(`a version of an entry is gone: text ${textId}`);
	const entry = entryOfParts(v.parse(partsSchema, JSON.parse(row.body)));
	return { entry, ref: { textId, digest: row.digest.toString('hex') } };
}

/** How an event names what was published until then. */
export async function publishedRef(context: Context, { publishedTextId }: EntryRow): Promise<TextRef | null> {
	return publishedTextId === null ? null : (await readVersion(context, publishedTextId)).ref;
}

/** Throws `knowledge.personal-data` with the first words that could tell who somebody is. */
export function assertTellsNobody(entry: Entry, officeNumbers: readonly string[]): void {
	const { question, answer, questionEn, answerEn, source, keywords } = entry;
	const shown = { question, answer, questionEn, answerEn, source: `${source}\n${keywords.join('\n')}` };
	const [first] = entryFindings(shown, officeNumbers);
	if (first) throw new Refusal('knowledge.personal-data', { words: first.words });
}

/** What lists and searches are made from. */
export function columnsOf({ question, questionEn, answer, answerEn, keywords, ...entry }: Entry) {
	const { categoryCodes, unitId, validFrom, reviewBy } = entry;
	const asked = [question, questionEn, ...keywords].join('\n');
	return {
		...{ question, questionEn, unitId, validFrom, reviewBy },
		categoryCodes: [...categoryCodes],
		search: searchVector(`${asked}\n${answer}\n${answerEn}`),
		asked: searchVector(asked)
	};
}
