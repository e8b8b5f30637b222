import { and, arrayContains, arrayOverlaps, asc, desc, eq, gte, isNotNull, lt, lte, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { dayOf } from '../../domain/clock.ts';
import { type Entry, entryOfParts, tellingTerms } from '../../domain/knowledge.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Parts } from '../../domain/texts.ts';
import type { Context } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { knowledgeEntries } from '../db/schema/knowledge.ts';
import { staff } from '../db/schema/staff.ts';
import { texts } from '../db/schema/texts.ts';
import { units } from '../db/schema/units.ts';
import { searchQuery } from '../db/search-vector.ts';
import { knowledgeStream } from '../events/record.ts';

type Place = Pick<Context, 'db' | 'now'>;
const pageSize = 30;
const partsSchema = v.record(v.string(), v.string());
const wordsOf = (body: string | null): Parts => (body ? v.parse(partsSchema, JSON.parse(body)) : {});

/** `all`; `waiting` for a second person; `review`: the day is over by which somebody had to look at them (该复核了). */
export const entryViews = ['all', 'waiting', 'review'] as const;
export type EntryView = (typeof entryViews)[number];
export type EntryFilter = { query: string; category: string | null; after: number | null };

/** Entries for staff, the newest first, one page by key: `after` is the id of the last row before. */
export async function listEntries({ db, now }: Place, { view, ...filter }: EntryFilter & { view: EntryView }) {
	const inView = {
		all: undefined,
		waiting: isNotNull(knowledgeEntries.draftTextId),
		review: isOverdue(now)
	};
	const rows = await db
		.select({
			id: knowledgeEntries.id,
			question: knowledgeEntries.question,
			categoryCodes: knowledgeEntries.categoryCodes,
			unit: units.name,
			reviewBy: knowledgeEntries.reviewBy,
			isPublished: sql<boolean>`${knowledgeEntries.publishedTextId} is not null`,
			isWaiting: sql<boolean>`${knowledgeEntries.draftTextId} is not null`,
			isOverdue: sql<boolean>`${isOverdue(now)}`
		})
		.from(knowledgeEntries)
		.innerJoin(units, eq(units.id, knowledgeEntries.unitId))
		.where(and(inView[view], filtered(filter)))
		.orderBy(desc(knowledgeEntries.id))
		.limit(pageSize + 1);
	return pageOf(rows);
}

/** How many wait for a second person, and how many are due for review: at most 100 of each. */
export async function countEntries({ db, now }: Place): Promise<{ waiting: number; review: number }> {
	const of = async (where: SQL | undefined) =>
		(await db.select({ id: knowledgeEntries.id }).from(knowledgeEntries).where(where).limit(100)).length;
	const [waiting, review] = await Promise.all([of(isNotNull(knowledgeEntries.draftTextId)), of(isOverdue(now))]);
	return { waiting, review };
}

/** 常见问答: what anybody may read. */
export async function listFaq({ db, now }: Place, filter: EntryFilter) {
	const rows = await db
		.select({
			id: knowledgeEntries.id,
			question: knowledgeEntries.question,
			questionEn: knowledgeEntries.questionEn,
			categoryCodes: knowledgeEntries.categoryCodes
		})
		.from(knowledgeEntries)
		.where(and(isPublic(now), filtered(filter)))
		.orderBy(desc(knowledgeEntries.id))
		.limit(pageSize + 1);
	return pageOf(rows);
}

/** One published entry. Throws `case.not-found` for what is not, or no longer, public. */
export async function findFaq({ db, now }: Place, id: number) {
	const [row] = await db
		.select({ body: texts.body, unit: units.name, unitPhone: units.phone, publishedAt: knowledgeEntries.publishedAt })
		.from(knowledgeEntries)
		.innerJoin(texts, eq(texts.id, knowledgeEntries.publishedTextId))
		.innerJoin(units, eq(units.id, knowledgeEntries.unitId))
		.where(and(isPublic(now), eq(knowledgeEntries.id, id)))
		.limit(1);
	if (!row) throw new Refusal('case.not-found');
	const { body, ...rest } = row;
	const { keywords: _, ...entry } = entryOfParts(wordsOf(body));
	return { id, ...rest, ...entry, isOverdue: entry.reviewBy < dayOf(now) };
}

/**
 * 也许这里有答案: up to `most` published entries, still within their review day, that a text may be asking for: words in
 * common with question and keywords, and the kind of matter. The text is compared and forgotten.
 */
export async function listHelpful(
	{ db, now }: Place,
	{ text, kinds, most }: { text: string; kinds: readonly string[]; most: number }
) {
	const terms = tellingTerms(text);
	if (terms.length === 0) return [];
	const given = sql`${sql.param(terms)}::text[]`;
	const anyOf = terms.map((term) => `'${term.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`).join(' | ');
	const near = db
		.select({
			id: knowledgeEntries.id,
			textId: sql<number>`${knowledgeEntries.publishedTextId}`.as('text_id'),
			shared: sql<number>`(
				select count(*)::int from unnest(tsvector_to_array(${knowledgeEntries.asked})) as term where term = any(${given})
			)`.as('shared'),
			fits: sql<boolean>`${arrayOverlaps(knowledgeEntries.categoryCodes, [...kinds, ''])}`.as('fits')
		})
		.from(knowledgeEntries)
		.where(
			and(
				isPublic(now),
				gte(knowledgeEntries.reviewBy, dayOf(now)),
				sql`${knowledgeEntries.asked} @@ ${anyOf}::tsquery`
			)
		)
		.limit(200)
		.as('near');
	const rows = await db
		.select({ id: near.id, body: texts.body })
		.from(near)
		.innerJoin(texts, eq(texts.id, near.textId))
		// in the kind of matter one shared pair will do; of another kind it takes more to be about the same
		.where(sql`${near.shared} >= case when ${near.fits} then 1 else 2 end`)
		.orderBy(sql`${near.shared} + case when ${near.fits} then 2 else 0 end desc`, asc(near.id))
		.limit(most);
	return rows.map(({ id, body }) => {
		const { question, answer, questionEn, answerEn, source } = entryOfParts(wordsOf(body));
		return { id, question, answer, questionEn, answerEn, source };
	});
}
export type Helpful = Awaited<ReturnType<typeof listHelpful>>[number];

/** Everything staff see of an entry: what is published, what waits, and how it came to be. Throws `case.not-found`. */
export async function findEntry({ db, now }: Place, id: number) {
	const [row] = await db.select().from(knowledgeEntries).where(eq(knowledgeEntries.id, id)).limit(1);
	if (!row) throw new Refusal('case.not-found');
	const history = await db
		.select({ id: events.id, kind: events.kind, at: events.at, by: staff.name, data: events.data })
		.from(events)
		.leftJoin(staff, eq(staff.id, events.actorId))
		.where(eq(events.stream, knowledgeStream(id)))
		.orderBy(desc(events.position))
		.limit(50);
	const named = history.flatMap(({ data }) => [textIdIn(data.entry), textIdIn(data.reason)]);
	const wanted = [row.publishedTextId, row.draftTextId, ...named].filter((textId) => textId !== null);
	const bodies = await db
		.select({ id: texts.id, body: texts.body })
		.from(texts)
		.where(sql`${texts.id} = any(${sql.param(wanted)}::bigint[])`)
		.limit(200);
	const words = new Map(bodies.map(({ id, body }) => [id, wordsOf(body)]));
	const version = (textId: number | null): Entry | null =>
		textId === null ? null : entryOfParts(words.get(textId) ?? {});
	return {
		id,
		published: version(row.publishedTextId),
		publishedAt: row.publishedAt,
		draft: version(row.draftTextId),
		draftTextId: row.draftTextId,
		draftedById: row.draftedById,
		/** What a form is made from. */
		baseTextId: row.draftTextId ?? row.publishedTextId,
		isOverdue: row.publishedTextId !== null && row.reviewBy < dayOf(now),
		history: history.map(({ data, by, ...event }) => ({
			...event,
			by: by ?? '',
			answer: words.get(textIdIn(data.entry) ?? 0)?.answer ?? '',
			reason: words.get(textIdIn(data.reason) ?? 0)?.text ?? ''
		}))
	};
}

function textIdIn(ref: unknown): number | null {
	return ref !== null && typeof ref === 'object' && 'textId' in ref && typeof ref.textId === 'number'
		? ref.textId
		: null;
}

function isPublic(now: Date): SQL | undefined {
	return and(isNotNull(knowledgeEntries.publishedTextId), lte(knowledgeEntries.validFrom, dayOf(now)));
}

function isOverdue(now: Date): SQL | undefined {
	return and(isNotNull(knowledgeEntries.publishedTextId), lt(knowledgeEntries.reviewBy, dayOf(now)));
}

function filtered({ query, category, after }: EntryFilter): SQL | undefined {
	const wanted = searchQuery(query);
	return and(
		wanted ? sql`${knowledgeEntries.search} @@ ${wanted}::tsquery` : undefined,
		category ? arrayContains(knowledgeEntries.categoryCodes, [category]) : undefined,
		after === null ? undefined : lt(knowledgeEntries.id, after)
	);
}

function pageOf<Row extends { id: number }>(rows: Row[]): { rows: Row[]; next: number | null } {
	const page = rows.slice(0, pageSize);
	return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null };
}
