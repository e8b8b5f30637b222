import { and, asc, desc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import { fewest } from '../../../domain/indicators.ts';
import { type IssueState, type IssueWords, keepsIssue, linksCase, readsIssues } from '../../../domain/common-issue.ts';
import { type StaffActor, titleFor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { commonIssues, issueLinks, issueNotes } from '../../db/schema/common-issues.ts';
import { events } from '../../db/schema/events.ts';
import { staff } from '../../db/schema/staff.ts';
import { texts } from '../../db/schema/texts.ts';
import { units } from '../../db/schema/units.ts';
import { issueStream } from '../../events/record.ts';
import { issueOfBody, mayBeTold } from '../common-issue.ts';
import { visibleTo } from './visible-to.ts';

type StaffContext = Context<StaffActor>;
const pageSize = 20;
const mostCases = 200;
const mostNotes = 100;
/** Beyond this the public is told "1,000 or more": no page counts for ever. */
export const mostCounted = 1000;

/** One page, the newest first; `after` is the last id of the page before. */
export type IssueFilter = { state: IssueState; after: number | null };

const shown = {
	id: commonIssues.id,
	state: commonIssues.state,
	title: commonIssues.title,
	category: categories.name,
	categoryEn: categories.nameEn,
	area: areas.name,
	unit: units.name,
	publishedAt: commonIssues.publishedAt,
	settledAt: commonIssues.settledAt
};

function fromIssues({ db }: Pick<Context, 'db'>) {
	return db
		.select({ ...shown, body: texts.body, cases: countTold(), notedAt: lastNoted() })
		.from(commonIssues)
		.innerJoin(units, eq(units.id, commonIssues.unitId))
		.leftJoin(categories, eq(categories.code, commonIssues.categoryCode))
		.leftJoin(areas, eq(areas.id, commonIssues.areaId))
		.leftJoin(texts, eq(texts.id, commonIssues.publishedTextId))
		.$dynamic();
}

/** Cases of it that may be told of, counted up to a bound. */
function countTold() {
	return sql<number>`(select count(*)::int from (
		select from ${issueLinks} join ${cases} on ${cases.id} = ${issueLinks.caseId}
		where ${issueLinks.issueId} = ${commonIssues.id} and ${mayBeTold()} limit ${mostCounted}) as told)`;
}

function lastNoted() {
	return sql<Date | null>`(select max(${issueNotes.notedAt}) from ${issueNotes} where ${issueNotes.issueId} = ${commonIssues.id})`.mapWith(
		issueNotes.notedAt
	);
}

/** 共性问题 for anybody: no case, no number of one; how many only where nobody can be guessed from it. */
export async function listPublicIssues(context: Pick<Context, 'db'>, { state, after }: IssueFilter) {
	const rows = await fromIssues(context)
		.where(
			and(
				isNotNull(commonIssues.publishedTextId),
				eq(commonIssues.state, state),
				after === null ? undefined : lt(commonIssues.id, after)
			)
		)
		.orderBy(desc(commonIssues.id))
		.limit(pageSize + 1);
	return paged(rows.map(toldPublicly));
}

/** One of them, with how far it is. Throws `case.not-found` for what is not public. */
export async function findPublicIssue(context: Pick<Context, 'db'>, id: number) {
	const [row] = await fromIssues(context)
		.where(and(isNotNull(commonIssues.publishedTextId), eq(commonIssues.id, id)))
		.limit(1);
	if (!row) throw new Refusal('case.not-found');
	return { ...toldPublicly(row), notes: await listNotes(context, id) };
}

function toldPublicly<Row extends { body: string | null; cases: number }>({ body, cases: count, ...row }: Row) {
	return { ...row, words: wordsIn(body), cases: count >= fewest ? count : null };
}

function wordsIn(body: string | null): IssueWords {
	const { title, known, doing } = issueOfBody(body);
	return { title, known, doing };
}

async function listNotes({ db }: Pick<Context, 'db'>, issueId: number) {
	const rows = await db
		.select({ id: issueNotes.id, at: issueNotes.notedAt, text: sql<string>`${texts.body}::json ->> 'text'` })
		.from(issueNotes)
		.innerJoin(texts, eq(texts.id, issueNotes.textId))
		.where(eq(issueNotes.issueId, issueId))
		.orderBy(desc(issueNotes.id))
		.limit(mostNotes);
	return rows;
}

/** The same for staff, drafts too. Throws `case.not-found` for who has nothing to do with them. */
export async function listIssues(context: StaffContext, { state, after }: IssueFilter) {
	if (!readsIssues(context.actor)) throw new Refusal('case.not-found');
	const rows = await context.db
		.select({
			...shown,
			isPublished: sql<boolean>`${commonIssues.publishedTextId} is not null`,
			isWaiting: sql<boolean>`${commonIssues.draftTextId} is not null`,
			notedAt: lastNoted()
		})
		.from(commonIssues)
		.innerJoin(units, eq(units.id, commonIssues.unitId))
		.leftJoin(categories, eq(categories.code, commonIssues.categoryCode))
		.leftJoin(areas, eq(areas.id, commonIssues.areaId))
		.where(and(eq(commonIssues.state, state), after === null ? undefined : lt(commonIssues.id, after)))
		.orderBy(desc(commonIssues.id))
		.limit(pageSize + 1);
	return paged(rows);
}

/** Everything staff see of one; of its cases those they find anyway. Throws `case.not-found`. */
export async function findIssue(context: StaffContext, id: number) {
	const { db, actor } = context;
	if (!readsIssues(actor)) throw new Refusal('case.not-found');
	const [row] = await db
		.select({ issue: commonIssues, ...shown, drafter: staff.name })
		.from(commonIssues)
		.innerJoin(units, eq(units.id, commonIssues.unitId))
		.leftJoin(categories, eq(categories.code, commonIssues.categoryCode))
		.leftJoin(areas, eq(areas.id, commonIssues.areaId))
		.leftJoin(staff, eq(staff.id, commonIssues.draftedById))
		.where(eq(commonIssues.id, id))
		.limit(1);
	if (!row) throw new Refusal('case.not-found');
	const { issue, ...facts } = row;
	const [published, draft, notes, linked, history] = await Promise.all([
		wordsAt(context, issue.publishedTextId),
		wordsAt(context, issue.draftTextId),
		listNotes(context, id),
		listLinked(context, id),
		listHistory(context, id)
	]);
	return {
		...facts,
		published,
		draft,
		draftTextId: issue.draftTextId,
		isOwn: issue.draftedById === actor.id,
		baseTextId: issue.draftTextId ?? issue.publishedTextId,
		mayKeep: keepsIssue(actor, issue.unitId),
		notes,
		linked,
		history
	};
}

async function wordsAt({ db }: Context, textId: number | null) {
	if (textId === null) return null;
	const [row] = await db.select({ body: texts.body }).from(texts).where(eq(texts.id, textId));
	return issueOfBody(row?.body ?? null);
}

async function listLinked(context: StaffContext, issueId: number) {
	const { db, actor } = context;
	const rows = await db
		.select({ subject: cases, linkedAt: issueLinks.linkedAt, isTold: sql<boolean>`${mayBeTold()}` })
		.from(issueLinks)
		.innerJoin(cases, eq(cases.id, issueLinks.caseId))
		.where(and(eq(issueLinks.issueId, issueId), visibleTo(context)))
		.orderBy(asc(issueLinks.caseId))
		.limit(mostCases);
	return rows.map(({ subject, linkedAt, isTold }) => ({
		number: subject.number,
		title: titleFor(actor, subject),
		state: subject.state,
		submittedAt: subject.submittedAt,
		linkedAt,
		/** False: it became one that may not be told of, and counts for nothing here. */
		isTold,
		mayUnlink: subject.state !== 'archived' && linksCase(actor, subject.unitId)
	}));
}

function listHistory({ db }: Context, id: number) {
	return db
		.select({ id: events.id, kind: events.kind, at: events.at, by: staff.name })
		.from(events)
		.leftJoin(staff, eq(staff.id, events.actorId))
		.where(eq(events.stream, issueStream(id)))
		.orderBy(desc(events.position))
		.limit(50);
}

/** Of a case that staff have open: the common issue it is in, or those it could be put to; null where neither concerns them. */
export async function issueOfCase(context: StaffContext, { id, unitId, archivedAt }: OfCase) {
	const { db, actor } = context;
	const mayLink = archivedAt === null && linksCase(actor, unitId);
	const [linked] = await db
		.select({
			id: commonIssues.id,
			title: commonIssues.title,
			state: commonIssues.state,
			isPublished: sql<boolean>`${commonIssues.publishedTextId} is not null`
		})
		.from(issueLinks)
		.innerJoin(commonIssues, eq(commonIssues.id, issueLinks.issueId))
		.where(eq(issueLinks.caseId, id))
		.limit(1);
	if (linked) return { linked, mayLink, mayRead: readsIssues(actor), choices: [] };
	if (!mayLink || (await db.$count(cases, and(eq(cases.id, id), mayBeTold()))) === 0) return null;
	const choices = await db
		.select({ id: commonIssues.id, title: commonIssues.title })
		.from(commonIssues)
		.where(eq(commonIssues.state, 'open'))
		.orderBy(desc(commonIssues.id))
		.limit(100);
	return { linked: null, mayLink, mayRead: true, choices };
}
type OfCase = { id: number; unitId: number | null; archivedAt: Date | null };

function paged<Row extends { id: number }>(rows: Row[]): { rows: Row[]; next: number | null } {
	const page = rows.slice(0, pageSize);
	return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null };
}
