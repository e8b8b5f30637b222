import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { type Summary, summaryProblems, unpublishable } from '../../domain/publication.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { categories } from '../db/schema/categories.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { publications } from '../db/schema/publications.ts';
import { texts } from '../db/schema/texts.ts';
import type { Case } from './take-case.ts';

export type Publication = typeof publications.$inferSelect;

/** The summary of a case that is drafted or published, or undefined. */
export async function livePublication({ db }: Context, caseId: number): Promise<Publication | undefined> {
	const [live] = await db
		.select()
		.from(publications)
		.where(and(eq(publications.caseId, caseId), inArray(publications.state, ['drafted', 'published'])))
		.limit(1);
	return live;
}

type Judged = Pick<Case, 'id' | 'categoryCode' | 'identity' | 'consentsToPublish'>;

/** Why the case may not be published, or null. */
export async function whyUnpublishable({ db }: Context, subject: Judged) {
	const [isClosedCategory, namesPerson] = await Promise.all([
		db.$count(categories, and(ofCategory(subject.categoryCode ?? ''), eq(categories.publishable, false))),
		db.$count(
			exclusions,
			and(eq(exclusions.caseId, subject.id), isNotNull(exclusions.staffId), isNull(exclusions.liftedAt))
		)
	]);
	return unpublishable({ ...subject, isOfOpenCategory: isClosedCategory === 0, namesPerson: namesPerson > 0 });
}

/** The category itself and the one above it. */
function ofCategory(code: string): SQL | undefined {
	return or(eq(categories.code, code), eq(categories.code, code.slice(0, 2)));
}

/** Throws unless the case may be published, and the summary tells nobody who it is about. */
export async function assertPublishable(
	context: Context,
	subject: Judged,
	summary: Summary,
	officeNumbers: readonly string[]
): Promise<void> {
	const why = await whyUnpublishable(context, subject);
	if (why) throw new Refusal(why);
	if (summaryProblems(summary, officeNumbers).length > 0) throw new Refusal('publication.personal-data');
}

const summarySchema = v.object({ title: v.string(), matter: v.string(), answer: v.string() });

/** The words of a summary and their digest (hex). */
export async function readSummary({ db }: Pick<Context, 'db'>, textId: number) {
	const [row] = await db.select({ body: texts.body, digest: texts.digest }).from(texts).where(eq(texts.id, textId));
	if (!row?.body) throw new Refusal('publication.not-found');
	return { summary: v.parse(summarySchema, JSON.parse(row.body)), digest: row.digest.toString('hex') };
}

/** The words of summaries, by their text's id: for a list of them. */
export async function readSummaries({ db }: Pick<Context, 'db'>, textIds: readonly number[]) {
	const rows = await db
		.select({ id: texts.id, body: texts.body })
		.from(texts)
		.where(sql`${texts.id} = any(${sql.param([...textIds])}::bigint[])`)
		.limit(textIds.length || 1);
	return new Map(rows.flatMap(({ id, body }) => (body ? [[id, v.parse(summarySchema, JSON.parse(body))]] : [])));
}
