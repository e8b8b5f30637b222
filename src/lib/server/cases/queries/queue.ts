import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { addDays, dayOf, endOfDay, startOfDay } from '../../../domain/clock.ts';
import { watchedAs, watchRoles } from '../../../domain/duty.ts';
import { type CaseState, openStates, owedStates, runningStates } from '../../../domain/lifecycle.ts';
import { seesOriginal, type StaffActor, titleFor } from '../../../domain/permissions.ts';
import type { Channel } from '../../../domain/submission.ts';
import { comingHoliday, type Holiday } from '../../../domain/working-days.ts';
import { loadCalendar } from '../../calendar/load-calendar.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { answerDrafts, duties } from '../../db/schema/handling.ts';
import { proposals } from '../../db/schema/proposals.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { searching } from './searching.ts';
import { owedTasks, taskDue, unitsToAnswerFor } from './tasks.ts';
import { visibleTo } from './visible-to.ts';
import { subjectColumns } from './subject-columns.ts';

export const views = [
	...(['mine', 'accept', 'assist', 'due', 'unit', 'all', 'watch', 'silent', 'late', 'holiday'] as const)
] as const;
export type View = (typeof views)[number];
export type Filter = {
	view: View;
	query: string;
	state: CaseState | null;
	category: string | null;
	areaId: number | null;
	channel: Channel | null;
	/** Rows a page; more for choosing many at once. */
	most?: 50 | 200;
	/** Key of the last row of the page before: due (ms) and id. */
	after: { due: number; id: number } | null;
};

/** Counting stops here: 999+ says enough. */
const countLimit = 1000;
/** Somebody else is at it: the resident, or who reviews and decides. */
const waitingStates: readonly CaseState[] = ['need_info', 'review', 'extension_pending'];
const far = new Date('9999-01-01T00:00:00Z');
type StaffContext = Context<StaffActor>;

/**
 * Which lists a person has; everybody has their own to-do. The one of 节前必答 is in the menu only while a holiday comes
 * (see `countQueues`).
 */
export function viewsOf({ roles, onDuty }: StaffActor): View[] {
	const has = (...wanted: StaffActor['roles'][number][]) => wanted.some((role) => roles.includes(role));
	return views.filter((view) => {
		if (view === 'accept') return has('dispatcher', 'supervisor') || onDuty !== 'none';
		if (view === 'unit' || view === 'assist') return has('handler', 'head');
		if (view === 'all') return has('dispatcher', 'supervisor', 'lead-official', 'clerk');
		if (view === 'watch' || view === 'silent' || view === 'late') return has(...watchRoles);
		return true;
	});
}

/**
 * One page of a list, the nearest due first, by key: what stands before is never read again. Nearest is, while the
 * answer is owed, the earlier of our due and the one of whoever passed the case on; in the list of tasks, the task's.
 */
export async function listQueue(context: StaffContext, filter: Filter) {
	const { db } = context;
	const pageSize = filter.most ?? 50;
	const due = nearestDue(context, filter.view);
	const holiday = filter.view === 'holiday' ? await findHoliday(context) : null;
	const after = filter.after
		? sql`(${due}, ${cases.id}) > (${new Date(filter.after.due).toISOString()}::timestamptz, ${filter.after.id})`
		: undefined;
	const rows = await db
		.select({
			...subjectColumns,
			number: cases.number,
			version: cases.version,
			channel: cases.channel,
			dueAt: cases.dueAt,
			nearestAt: sql<Date>`${due}`.mapWith(cases.nearestDueAt),
			externalSource: cases.externalSource,
			externalNumber: cases.externalNumber,
			externalDueAt: cases.externalDueAt,
			stepDueAt: cases.stepDueAt,
			submittedAt: cases.submittedAt,
			remindedAt: cases.remindedAt,
			category: categories.name,
			categoryEn: categories.nameEn,
			area: areas.name,
			owner: staff.name,
			unit: units.name,
			hasText: cases.hasText,
			isSilent: sql<boolean>`exists ${db
				.select({ one: sql`1` })
				.from(duties)
				.where(and(eq(duties.caseId, cases.id), eq(duties.kind, 'progress'), isNull(duties.doneAt)))}`
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.where(and(visibleTo(context), inView(context, filter.view, holiday), matching(context, filter), after))
		.orderBy(due, asc(cases.id))
		.limit(pageSize + 1);
	const shown = rows.slice(0, pageSize).map((row) => ({
		id: row.id,
		number: row.number,
		version: row.version,
		state: row.state,
		class: row.class,
		channel: row.channel,
		identity: row.identity,
		title: titleFor(context.actor, row),
		/** Nothing was written, only said. */
		isSpoken: !row.hasText && seesOriginal(context.actor, row),
		dueAt: row.dueAt,
		nearestAt: row.nearestAt < far ? row.nearestAt : null,
		taskDueAt: filter.view === 'assist' ? row.nearestAt : null,
		external: row.externalNumber
			? { source: row.externalSource ?? 'other', number: row.externalNumber, dueAt: row.externalDueAt }
			: null,
		stepDueAt: row.stepDueAt,
		submittedAt: row.submittedAt,
		isReminded: row.remindedAt !== null && dayOf(row.remindedAt) === dayOf(context.now),
		isSilent: row.isSilent,
		category: row.category,
		categoryEn: row.categoryEn,
		area: row.area,
		owner: row.owner,
		unit: row.unit
	}));
	const last = shown.at(-1);
	const next = rows.length > pageSize && last ? { due: (last.nearestAt ?? far).getTime(), id: last.id } : null;
	return { rows: shown, next };
}

function nearestDue({ actor }: StaffContext, view: View): SQL | typeof cases.nearestDueAt {
	if (view !== 'assist') return cases.nearestDueAt;
	const taskDueAt = taskDue(sql`${cases.id}`, unitsToAnswerFor(actor));
	return sql`coalesce(${taskDueAt}, ${far.toISOString()}::timestamptz)`;
}

/** How many in each list, counted no further than 1,000; of 节前必答 nothing while no holiday comes. */
export async function countQueues(context: StaffContext): Promise<Partial<Record<View, number>>> {
	const counts: Partial<Record<View, number>> = {};
	const holiday = await findHoliday(context);
	for (const view of viewsOf(context.actor)) {
		if (view === 'all' || (view === 'holiday' && !holiday)) continue;
		const some = context.db
			.select({ one: sql`1`.as('one') })
			.from(cases)
			.where(and(visibleTo(context), inView(context, view, holiday)))
			.limit(countLimit)
			.as('some');
		counts[view] = await context.db.$count(some);
	}
	return counts;
}

/** How many a filter finds, counted no further than 1,000. */
export async function countMatching(context: StaffContext, filter: Filter): Promise<number> {
	const holiday = filter.view === 'holiday' ? await findHoliday(context) : null;
	const some = context.db
		.select({ one: sql`1`.as('one') })
		.from(cases)
		.where(and(visibleTo(context), inView(context, filter.view, holiday), matching(context, filter)))
		.limit(countLimit)
		.as('some');
	return context.db.$count(some);
}

function inView(context: StaffContext, view: View, holiday: Holiday | null): SQL | undefined {
	const { actor, db, now } = context;
	const persons = personsOf(actor);
	switch (view) {
		case 'mine':
			return anyOf(
				db
					.select({ id: cases.id })
					.from(cases)
					.where(
						and(
							inArray(cases.ownerId, persons),
							isNotNull(cases.dueAt),
							inArray(
								cases.state,
								owedStates.filter((state) => !waitingStates.includes(state))
							)
						)
					),
				db
					.select({ id: answerDrafts.caseId })
					.from(answerDrafts)
					.where(and(inArray(answerDrafts.reviewerId, persons), eq(answerDrafts.state, 'submitted'))),
				owedDuties(context),
				toDecide(context)
			);
		case 'accept':
			return inArray(cases.state, ['submitted', 'accepted', 'return_requested']);
		case 'due':
			return and(inArray(cases.state, runningStates), dueBy(endOfDay(addDays(dayOf(now), 1))));
		case 'assist':
			return inArray(cases.id, owedTasks(db, { unitIds: unitsToAnswerFor(actor) }));
		case 'unit':
			return and(inArray(cases.unitId, [...actor.unitIds]), inArray(cases.state, [...openStates]));
		case 'watch':
			return anyOf(
				db
					.select({ id: duties.caseId })
					.from(duties)
					.where(and(inArray(duties.owedBy, watchedAs(actor)), isNull(duties.doneAt))),
				owedTasks(db, { overdueAt: now })
			);
		case 'silent':
			return inArray(cases.id, silentCases(db));
		case 'late':
			return lte(cases.stepDueAt, now);
		case 'holiday':
			return holiday ? dueOver(holiday) : sql`false`;
		case 'all':
			return undefined;
	}
}

/** In one of these lists, each found by an index of its own: an `or` of them would be asked of every case there is. */
function anyOf(...lists: SQLWrapper[]): SQL {
	return sql`${cases.id} in (${sql.join(
		lists.map((list) => sql`(${list})`),
		sql` union all `
	)})`;
}

/** 24:00 of a day still is that day; the deadline of whoever passed the case on counts like ours. */
function dueBy(until: Date): SQL | undefined {
	return or(lte(cases.dueAt, until), and(isNotNull(cases.externalNumber), lte(cases.externalDueAt, until)));
}

/** Who a person's to-do is for: themselves, and whom they stand in for today. */
function personsOf({ id, standsInFor }: StaffActor): number[] {
	return [id, ...standsInFor];
}

/** The holiday that must be thought of now, or null. */
export async function findHoliday({ db, now }: Pick<Context, 'db' | 'now'>): Promise<Holiday | null> {
	return comingHoliday(dayOf(now), await loadCalendar(db));
}

/** 节前必答: what falls due in the holiday, or on the working day after it. */
export function dueOver({ firstOn, backOn }: Holiday): SQL | undefined {
	// 24:00 of the last working day is that day
	return and(
		inArray(cases.state, runningStates),
		gt(cases.dueAt, startOfDay(firstOn)),
		lte(cases.dueAt, endOfDay(backOn))
	);
}

/** Proposals put before the person (or whom they stand in for), but never their own. */
function toDecide({ actor, db }: StaffContext) {
	return db
		.select({ id: proposals.caseId })
		.from(proposals)
		.where(
			and(
				eq(proposals.state, 'open'),
				inArray(proposals.deciderId, [actor.id, ...actor.standsInFor]),
				ne(proposals.proposedById, actor.id)
			)
		);
}

/** Calls and first messages the person owes: as owner, or as dispatcher of confidential cases. */
function owedDuties({ actor, db }: StaffContext) {
	const kinds: (typeof duties.$inferSelect.owedBy)[] = actor.roles.includes('dispatcher')
		? ['owner', 'dispatcher']
		: ['owner'];
	const own = sql`exists (
		select from cases as own where own.id = ${duties.caseId} and ${inArray(sql`own.owner_id`, personsOf(actor))})`;
	return db
		.select({ id: duties.caseId })
		.from(duties)
		.where(and(isNull(duties.doneAt), inArray(duties.owedBy, kinds), or(eq(duties.owedBy, 'dispatcher'), own)));
}

/** Where the resident waits for a word. */
export function silentCases(db: Context['db']) {
	return db
		.select({ id: duties.caseId })
		.from(duties)
		.where(and(eq(duties.kind, 'progress'), eq(duties.owedBy, 'owner'), isNull(duties.doneAt)));
}

function matching(context: StaffContext, filter: Filter): SQL | undefined {
	return and(
		filter.state ? eq(cases.state, filter.state) : undefined,
		filter.category ? sql`${cases.categoryCode} like ${`${filter.category}%`}` : undefined,
		filter.areaId ? eq(cases.areaId, filter.areaId) : undefined,
		filter.channel ? eq(cases.channel, filter.channel) : undefined,
		filter.query ? searching(context.actor, filter.query) : undefined
	);
}
