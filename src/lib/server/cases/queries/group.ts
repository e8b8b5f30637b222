import { and, asc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { seesOriginal, type StaffActor, titleFor } from '../../../domain/permissions.ts';
import { isRatingTag, namesRetaliation } from '../../../domain/rating.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { ratings } from '../../db/schema/handling.ts';
import { texts } from '../../db/schema/texts.ts';
import type { Case } from '../take-case.ts';
import { visibleTo } from './visible-to.ts';

type StaffContext = Context<StaffActor>;
const most = 50;
const words = v.object({ text: v.fallback(v.string(), '') });

/**
 * What a case is handled together with, as staff may see it: the main it is merged into, the parts merged into it, the
 * other matters of the same letter. Of a confidential part a unit gets number, date and area, no word (ruling 8).
 */
export async function readGroup(context: StaffContext, subject: Case) {
	const [main, parts, letter] = await Promise.all([
		findMain(context, subject),
		listParts(context, subject),
		listLetter(context, subject)
	]);
	return { main, parts, letter };
}

async function findMain(context: StaffContext, { state, mainId }: Case): Promise<string | null> {
	if (state !== 'merged' || mainId === null) return null;
	const [found] = await context.db
		.select({ number: cases.number })
		.from(cases)
		.where(and(eq(cases.id, mainId), visibleTo(context)))
		.limit(1);
	return found?.number ?? null;
}

async function listParts(context: StaffContext, main: Case) {
	const { actor, db } = context;
	const rows = await db
		.select({ part: cases, area: areas.name, mayOpen: sql<boolean>`coalesce(${visibleTo(context)}, false)` })
		.from(cases)
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.where(and(eq(cases.mainId, main.id), eq(cases.state, 'merged')))
		.orderBy(asc(cases.submittedAt), asc(cases.id))
		.limit(most);
	const readable = rows.map(({ part }) => part).filter((part) => seesOriginal(actor, part));
	const matters = await mattersOf(
		context,
		readable.map(({ id }) => id)
	);
	const rated = await ratingsOf(
		context,
		main,
		rows.map(({ part }) => part.id)
	);
	return rows.map(({ part, area, mayOpen }) => ({
		number: part.number,
		submittedAt: part.submittedAt,
		area,
		mayOpen,
		text: matters.get(part.id) ?? null,
		rating: rated.find(({ caseId }) => caseId === part.id) ?? null
	}));
}

async function mattersOf({ db }: StaffContext, ids: readonly number[]): Promise<Map<number, string>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.selectDistinctOn([texts.caseId], { caseId: texts.caseId, body: texts.body })
		.from(texts)
		.where(and(inArray(texts.caseId, [...ids]), eq(texts.kind, 'matter')))
		.orderBy(asc(texts.caseId), asc(texts.id))
		.limit(most);
	return new Map(
		rows.map(({ caseId, body }) => [caseId ?? 0, body ? v.parse(words, JSON.parse(body)).text : ''] as const)
	);
}

/**
 * 「办事的人看不到是谁打的分」: what the parts thought of the answer, for who stands above the one who gave it and, in
 * rework, for who handles it anew. What names retaliation is the supervisor's alone.
 */
async function ratingsOf({ db, actor }: StaffContext, main: Case, ids: readonly number[]) {
	const isAbove = actor.roles.some((role) => role === 'supervisor' || role === 'dispatcher' || role === 'head');
	const handlesAnew = main.state === 'rework' && main.ownerId === actor.id;
	if (ids.length === 0 || actor.id === main.firstHandlerId || !(isAbove || handlesAnew)) return [];
	const rows = await db
		.select({ caseId: ratings.caseId, round: ratings.round, stars: ratings.stars, tags: ratings.tags })
		.from(ratings)
		.where(inArray(ratings.caseId, [...ids]))
		.orderBy(sql`${ratings.round} desc`)
		.limit(most * 2);
	const isHidden = (tags: readonly string[]) => namesRetaliation(tags.filter(isRatingTag));
	return rows.filter(({ tags }) => actor.roles.includes('supervisor') || !isHidden(tags));
}

/** 拆分: the other matters of one letter. */
async function listLetter(context: StaffContext, { id, splitFromId }: Case) {
	const first = splitFromId ?? id;
	const rows = await context.db
		.select()
		.from(cases)
		.where(and(or(eq(cases.id, first), eq(cases.splitFromId, first)), ne(cases.id, id), visibleTo(context)))
		.orderBy(asc(cases.id))
		.limit(most);
	return rows.map((row) => ({
		number: row.number,
		state: row.state,
		title: titleFor(context.actor, row)
	}));
}
