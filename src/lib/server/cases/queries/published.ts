import {
	and,
	asc,
	desc,
	eq,
	exists,
	gte,
	inArray,
	isNotNull,
	isNull,
	like,
	lt,
	ne,
	not,
	notLike,
	sql
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { addMonth, startOfDay } from '../../../domain/clock.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { exclusions } from '../../db/schema/exclusions.ts';
import { publications } from '../../db/schema/publications.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { readSummaries } from '../publication.ts';
import { visibleTo } from './visible-to.ts';

const pageSize = 20;
const reviewSize = 50;
const above = alias(categories, 'above');

/** `month` as YYYY-MM; `after` is the key of the last row of the page before: when it was published, and its id. */
export type PublicFilter = {
	category: string | null;
	areaId: number | null;
	month: string | null;
	after: { at: number; id: number } | null;
};

/** One published outcome, as anybody reads it: under a number of its own, never the case's. */
const shown = {
	id: publications.id,
	textId: publications.textId,
	publishedAt: publications.publishedAt,
	category: above.name,
	categoryEn: above.nameEn,
	areaId: cases.areaId,
	submittedAt: cases.submittedAt,
	answeredAt: cases.answeredAt,
	unit: units.name
};

/** 公开答复, the newest first, one page by key. Areas are told at village level. */
export async function listPublished({ db }: Pick<Context, 'db'>, filter: PublicFilter) {
	const villages = await listVillages({ db });
	const within = filter.areaId === null ? null : villages.idsOf(filter.areaId);
	const from = filter.month ? startOfDay(`${filter.month}-01`) : null;
	const until = filter.month ? startOfDay(addMonth(`${filter.month}-01`)) : null;
	const { after } = filter;
	const rows = await whatIsPublic({ db })
		.where(
			and(
				isPublic(db),
				filter.category ? like(cases.categoryCode, `${filter.category}%`) : undefined,
				within ? inArray(cases.areaId, within) : undefined,
				from ? gte(publications.publishedAt, from) : undefined,
				until ? lt(publications.publishedAt, until) : undefined,
				after
					? sql`(${publications.publishedAt}, ${publications.id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`
					: undefined
			)
		)
		.orderBy(desc(publications.publishedAt), desc(publications.id))
		.limit(pageSize + 1);
	const page = rows.slice(0, pageSize);
	const last = page.at(-1);
	const next = rows.length > pageSize && last?.publishedAt ? { at: last.publishedAt.getTime(), id: last.id } : null;
	return { rows: await worded({ db }, page, villages), next, villages: villages.all };
}

/** One of them. Throws `case.not-found` for what is not, or no longer, public. */
export async function findPublished({ db }: Pick<Context, 'db'>, id: number) {
	const rows = await whatIsPublic({ db })
		.where(and(isPublic(db), eq(publications.id, id)))
		.limit(1);
	const [one] = await worded({ db }, rows, await listVillages({ db }));
	if (!one) throw new Refusal('case.not-found');
	return one;
}

/** 公开审核: drafts that wait, the oldest first, or what is public now, the newest first; for who reviews them. */
export async function listToReview(
	context: Context<StaffActor>,
	{ state, after }: { state: 'drafted' | 'published'; after: { at: number; id: number } | null }
) {
	const { db, actor } = context;
	if (!actor.roles.includes('publication-reviewer')) throw new Refusal('case.not-found');
	const isWaiting = state === 'drafted';
	const at = isWaiting ? publications.draftedAt : publications.publishedAt;
	const key = after && sql`(${new Date(after.at).toISOString()}::timestamptz, ${after.id})`;
	const rows = await db
		.select({
			id: publications.id,
			textId: publications.textId,
			at,
			drafter: staff.name,
			isOwn: sql<boolean>`${publications.draftedById} = ${actor.id}`,
			number: cases.number,
			category: categories.name,
			categoryEn: categories.nameEn
		})
		.from(publications)
		.innerJoin(cases, eq(cases.id, publications.caseId))
		.innerJoin(staff, eq(staff.id, publications.draftedById))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.where(
			and(
				eq(publications.state, state),
				visibleTo(context),
				key
					? isWaiting
						? sql`(${at}, ${publications.id}) > ${key}`
						: sql`(${at}, ${publications.id}) < ${key}`
					: undefined
			)
		)
		.orderBy(isWaiting ? asc(at) : desc(at), isWaiting ? asc(publications.id) : desc(publications.id))
		.limit(reviewSize + 1);
	const page = rows.slice(0, reviewSize);
	const words = await readSummaries(
		{ db },
		page.map(({ textId }) => textId)
	);
	const last = page.at(-1);
	const next = rows.length > reviewSize && last?.at ? { at: last.at.getTime(), id: last.id } : null;
	return { rows: page.map(({ textId, ...row }) => ({ ...row, title: words.get(textId)?.title ?? '' })), next };
}

/** How many wait for this reviewer, counted no further than 1,000; none for whoever reviews nothing. */
export async function countToReview(context: Context<StaffActor>): Promise<number> {
	if (!context.actor.roles.includes('publication-reviewer')) return 0;
	const some = context.db
		.select({ one: sql`1`.as('one') })
		.from(publications)
		.innerJoin(cases, eq(cases.id, publications.caseId))
		.where(and(eq(publications.state, 'drafted'), ne(publications.draftedById, context.actor.id), visibleTo(context)))
		.limit(1000)
		.as('some');
	return context.db.$count(some);
}

function whatIsPublic({ db }: Pick<Context, 'db'>) {
	return db
		.select(shown)
		.from(publications)
		.innerJoin(cases, eq(cases.id, publications.caseId))
		.innerJoin(categories, eq(categories.code, cases.categoryCode))
		.innerJoin(above, eq(above.code, sql`left(${categories.code}, 2)`))
		.leftJoin(units, eq(units.id, cases.unitId));
}

/** A case that has become one of the kinds that are never published since is not shown either (domain/publication). */
function isPublic(db: Context['db']) {
	const ofPerson = db
		.select({ one: sql`1` })
		.from(exclusions)
		.where(and(eq(exclusions.caseId, cases.id), isNotNull(exclusions.staffId), isNull(exclusions.liftedAt)));
	return and(
		eq(publications.state, 'published'),
		eq(cases.consentsToPublish, true),
		ne(cases.identity, 'confidential'),
		notLike(cases.categoryCode, '18%'),
		eq(categories.publishable, true),
		eq(above.publishable, true),
		not(exists(ofPerson))
	);
}

type Villages = Awaited<ReturnType<typeof listVillages>>;

async function worded(
	context: Pick<Context, 'db'>,
	rows: readonly Awaited<ReturnType<ReturnType<typeof whatIsPublic>['execute']>>[number][],
	villages: Villages
) {
	const words = await readSummaries(
		context,
		rows.map(({ textId }) => textId)
	);
	return rows.flatMap(({ textId, areaId, ...row }) => {
		const summary = words.get(textId);
		return summary ? [{ ...row, summary, area: villages.nameOf(areaId) }] : [];
	});
}

/** The tree of areas is small: the level below the township is the village, whatever lies further down. */
async function listVillages({ db }: Pick<Context, 'db'>) {
	const rows = await db
		.select({ id: areas.id, name: areas.name, parentId: areas.parentId })
		.from(areas)
		.orderBy(asc(areas.id))
		.limit(500);
	const byId = new Map(rows.map((row) => [row.id, row]));
	const villageOf = (id: number | null) => {
		let at = byId.get(id ?? 0);
		for (let steps = 0; at && steps < 10; steps++) {
			const parent = byId.get(at.parentId ?? 0);
			if (!parent || parent.parentId === null) return at;
			at = parent;
		}
		return at;
	};
	return {
		all: rows
			.filter(({ id, parentId }) => parentId !== null && villageOf(id)?.id === id)
			.map(({ id, name }) => ({ id, name })),
		nameOf: (id: number | null) => villageOf(id)?.name ?? null,
		idsOf: (id: number) => rows.filter((row) => villageOf(row.id)?.id === id).map((row) => row.id)
	};
}
