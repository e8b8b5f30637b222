import { and, desc, eq, gt, gte, inArray, isNotNull, lt, lte, ne, notInArray, or, sql, type SQL } from 'drizzle-orm';
import type { AnswerResult } from '../../../domain/answer.ts';
import { dayOf, endOfDay, startOfDay } from '../../../domain/clock.ts';
import { openStates, runningStates } from '../../../domain/lifecycle.ts';
import { seesOriginal, type StaffActor, titleFor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import {
	daysTaken,
	latestAnswerOn,
	readsRegister,
	type RegisterFilter,
	type RegisterMark
} from '../../../domain/register.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { answerDrafts, ratings } from '../../db/schema/handling.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { readsRating } from './timeline.ts';
import { visibleTo } from './visible-to.ts';
import { subjectColumns } from './subject-columns.ts';

type StaffContext = Context<StaffActor>;
/** The last row of the page before: when it was submitted (ms), and its id. */
export type RegisterKey = { at: number; id: number };

const pageSize = 50;
/** Counting stops here: 999+ says enough. */
const countLimit = 1000;

/**
 * 台账: a page of the cases that meet the conditions, the latest submitted first, by key. Of a confidential case the
 * title is the checked one for who does not see the original; the level of a rating stands only before those who read
 * it on the case's page. Throws `case.not-found` for who keeps no register.
 */
export async function listRegister(
	context: StaffContext,
	filter: RegisterFilter,
	after: RegisterKey | null,
	most = pageSize
) {
	assertReads(context);
	const { db, actor, now } = context;
	const group = sql`coalesce(${cases.mainId}, ${cases.id})`;
	const found = await db
		.select({
			...subjectColumns,
			number: cases.number,
			type: cases.type,
			channel: cases.channel,
			hasText: cases.hasText,
			firstHandlerId: cases.firstHandlerId,
			submittedAt: cases.submittedAt,
			dueAt: cases.dueAt,
			answerDueAt: cases.answerDueAt,
			answeredAt: cases.answeredAt,
			closedAt: cases.closedAt,
			category: categories.name,
			categoryEn: categories.nameEn,
			area: areas.name,
			unit: units.name,
			owner: staff.name,
			// what is handled with another is answered with it
			result: sql<AnswerResult | null>`(
				select ${answerDrafts.result} from ${answerDrafts}
				where ${answerDrafts.caseId} = ${group} and ${answerDrafts.state} = 'published'
				order by ${answerDrafts.id} desc limit 1)`,
			rating: sql<{ stars: number; tags: string[] } | null>`(
				select json_build_object('stars', ${ratings.stars}, 'tags', ${ratings.tags}) from ${ratings}
				where ${ratings.caseId} = ${cases.id} order by ${ratings.round} desc limit 1)`
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.where(
			and(
				...(await conditions(context, filter)),
				after
					? sql`(${cases.submittedAt}, ${cases.id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`
					: undefined
			)
		)
		.orderBy(desc(cases.submittedAt), desc(cases.id))
		.limit(most + 1);
	const rows = found.slice(0, most).map((row) => {
		const { number, state, type, channel, identity, category, categoryEn, area, unit, owner, result, rating } = row;
		return {
			...{ number, state, type, channel, identity, category, categoryEn, area, unit, owner, result },
			class: row.class,
			title: titleFor(actor, row),
			/** Nothing was written, only said. */
			isSpoken: !row.hasText && seesOriginal(actor, row),
			receivedOn: dayOf(row.submittedAt),
			dueOn: latestAnswerOn(row),
			isOverdue: row.dueAt !== null && row.dueAt <= now && runningStates.some((running) => running === state),
			answeredOn: row.answeredAt && dayOf(row.answeredAt),
			days: daysTaken(row, now),
			stars: rating && readsRating(actor, row, rating.tags) ? rating.stars : null,
			closedOn: row.closedAt && dayOf(row.closedAt)
		};
	});
	const last = found.at(rows.length - 1);
	const next = found.length > most && last ? { at: last.submittedAt.getTime(), id: last.id } : null;
	return { rows, next };
}
export type RegisterRow = Awaited<ReturnType<typeof listRegister>>['rows'][number];

/** How many cases meet the conditions, counted no further than 1,000. Throws as `listRegister`. */
export async function countRegister(context: StaffContext, filter: RegisterFilter): Promise<number> {
	assertReads(context);
	const some = context.db
		.select({ one: sql`1`.as('one') })
		.from(cases)
		.where(and(...(await conditions(context, filter))))
		.limit(countLimit)
		.as('some');
	return context.db.$count(some);
}

/** Numbers of the ended cases that meet the conditions, the oldest first, for 汇总成册. Throws as `listRegister`. */
export async function listToBind(context: StaffContext, filter: RegisterFilter, most: number): Promise<string[]> {
	assertReads(context);
	const found = await context.db
		.select({ number: cases.number })
		.from(cases)
		.where(and(...(await conditions(context, filter)), inArray(cases.state, ['closed', 'archived'])))
		.orderBy(cases.submittedAt, cases.id)
		.limit(most);
	return found.map(({ number }) => number);
}

function assertReads({ actor }: StaffContext): void {
	if (!readsRegister(actor)) throw new Refusal('case.not-found');
}

async function conditions(context: StaffContext, filter: RegisterFilter): Promise<(SQL | undefined)[]> {
	const { from, to, state, unitId, areaId, category, channel, type, mark } = filter;
	const units = unitId ? await unitsUnder(context, unitId) : null;
	return [
		visibleTo(context),
		from ? gte(cases.submittedAt, startOfDay(from)) : undefined,
		to ? lt(cases.submittedAt, endOfDay(to)) : undefined,
		state === null ? undefined : inState(state),
		units ? inArray(cases.unitId, units) : undefined,
		areaId ? eq(cases.areaId, areaId) : undefined,
		category ? sql`${cases.categoryCode} like ${`${category}%`}` : undefined,
		channel ? eq(cases.channel, channel) : undefined,
		type ? eq(cases.type, type) : undefined,
		filter.class ? eq(cases.class, filter.class) : undefined,
		mark ? withMark(context, mark) : undefined
	];
}

function inState(state: NonNullable<RegisterFilter['state']>): SQL {
	if (state === 'open') return inArray(cases.state, [...openStates]);
	if (state === 'ended') return notInArray(cases.state, [...openStates]);
	return eq(cases.state, state);
}

/** The unit and every unit below it: asked for apart, so that the database knows how few they are. */
async function unitsUnder({ db }: StaffContext, unitId: number): Promise<number[]> {
	const under = await db.execute<{ id: string }>(sql`
		with recursive under as (
			select id from units where id = ${unitId}
			union select units.id from units join under on units.parent_id = under.id
		) select id from under limit 500`);
	// a unit that is not there has no cases
	return [unitId, ...under.map(({ id }) => Number(id))];
}

function withMark(context: StaffContext, mark: RegisterMark): SQL | undefined {
	switch (mark) {
		case 'overdue':
			return and(inArray(cases.state, runningStates), lte(cases.dueAt, context.now));
		case 'answered-late':
			return gt(cases.answeredAt, cases.answerDueAt);
		case 'long-term':
			return and(isNotNull(cases.longTermSince), or(eq(cases.state, 'long_term'), eq(cases.resumesTo, 'long_term')));
		case 'extended':
			return gt(cases.extensions, 0);
		case 'reworked':
			return eq(cases.round, 2);
		case 'rated-badly':
			return and(inArray(cases.id, readBadRatings(context)), isNotOwnWork(context));
		case 'imported':
			return isNotNull(cases.importedAt);
	}
}

/**
 * Cases with 1 or 2 stars, as far as the actor reads ratings at all (`readsRating`, in the words of the database): a
 * list that could be narrowed by what one may not read would tell it.
 */
function readBadRatings({ db, actor }: StaffContext) {
	const isSupervisor = actor.roles.includes('supervisor');
	const namesRetaliation = sql`${ratings.tags} && array['leaked', 'fear']`;
	return db
		.select({ id: ratings.caseId })
		.from(ratings)
		.where(and(lte(ratings.stars, 2), isSupervisor ? undefined : sql`not (${namesRetaliation})`));
}

function isNotOwnWork({ actor }: StaffContext): SQL | undefined {
	const seesAll = (['supervisor', 'lead-official', 'dispatcher'] as const).some((role) => actor.roles.includes(role));
	return and(
		or(sql`${cases.firstHandlerId} is null`, ne(cases.firstHandlerId, actor.id)),
		or(ne(cases.ownerId, actor.id), eq(cases.state, 'rework')),
		// a head finds cases of others too: a task, a transfer that waits
		seesAll
			? undefined
			: or(inArray(cases.unitId, [...actor.unitIds]), inArray(cases.ownerId, [actor.id, ...actor.standsInFor]))
	);
}
