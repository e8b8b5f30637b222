import { and, asc, eq, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { addDays, dayOf, endOfDay } from '../../../domain/clock.ts';
import { type CaseState, openStates, owedStates, runningStates } from '../../../domain/lifecycle.ts';
import { seesOriginal, type StaffActor } from '../../../domain/permissions.ts';
import type { Channel } from '../../../domain/submission.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { answerDrafts, duties } from '../../db/schema/handling.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { watchedAs, watchRoles } from '../duties.ts';
import { searching } from './searching.ts';
import { visibleTo } from './visible-to.ts';

export const views = ['mine', 'accept', 'due', 'unit', 'all', 'watch', 'silent'] as const;
export type View = (typeof views)[number];
export type Filter = {
	view: View;
	query: string;
	state: CaseState | null;
	category: string | null;
	areaId: number | null;
	channel: Channel | null;
	/** Key of the last row of the page before: due (ms) and id. */
	after: { due: number; id: number } | null;
};

const pageSize = 50;
/** Counting stops here: 999+ says enough. */
const countLimit = 1000;
const far = new Date('9999-01-01T00:00:00Z');
type StaffContext = Context<StaffActor>;

/** Which lists a person has; everybody has their own to-do. */
export function viewsOf({ roles }: StaffActor): View[] {
	const has = (...wanted: StaffActor['roles'][number][]) => wanted.some((role) => roles.includes(role));
	return views.filter((view) => {
		if (view === 'accept') return has('dispatcher', 'supervisor');
		if (view === 'unit') return has('handler', 'head');
		if (view === 'all') return has('dispatcher', 'supervisor', 'lead-official', 'clerk');
		if (view === 'watch' || view === 'silent') return has(...watchRoles);
		return true;
	});
}

/** One page of a list, the nearest due first, by key: what stands before is never read again. */
export async function listQueue(context: StaffContext, filter: Filter) {
	const { db } = context;
	const due = sql`coalesce(${cases.dueAt}, ${far.toISOString()}::timestamptz)`;
	const after = filter.after
		? sql`(${due}, ${cases.id}) > (${new Date(filter.after.due).toISOString()}::timestamptz, ${filter.after.id})`
		: undefined;
	const rows = await db
		.select({
			id: cases.id,
			number: cases.number,
			state: cases.state,
			class: cases.class,
			channel: cases.channel,
			identity: cases.identity,
			title: cases.title,
			checkedTitle: cases.checkedTitle,
			dueAt: cases.dueAt,
			submittedAt: cases.submittedAt,
			remindedAt: cases.remindedAt,
			categoryCode: cases.categoryCode,
			category: categories.name,
			categoryEn: categories.nameEn,
			area: areas.name,
			owner: staff.name,
			unit: units.name,
			ownerId: cases.ownerId,
			unitId: cases.unitId,
			filedById: cases.filedById,
			hasText: cases.hasText,
			releasedToId: cases.releasedToId,
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
		.where(and(visibleTo(context), inView(context, filter.view), matching(context, filter), after))
		.orderBy(due, asc(cases.id))
		.limit(pageSize + 1);
	const shown = rows.slice(0, pageSize).map(({ title, checkedTitle, ...row }) => ({
		id: row.id,
		number: row.number,
		state: row.state,
		class: row.class,
		channel: row.channel,
		identity: row.identity,
		// of a confidential case a unit gets the checked title, or none yet
		title: seesOriginal(context.actor, row) ? title : (checkedTitle ?? ''),
		/** Nothing was written, only said. */
		isSpoken: !row.hasText && seesOriginal(context.actor, row),
		dueAt: row.dueAt,
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
	const next = rows.length > pageSize && last ? { due: (last.dueAt ?? far).getTime(), id: last.id } : null;
	return { rows: shown, next };
}

/** How many in each list, counted no further than 1,000. */
export async function countQueues(context: StaffContext): Promise<Partial<Record<View, number>>> {
	const counts: Partial<Record<View, number>> = {};
	for (const view of viewsOf(context.actor)) {
		if (view === 'all') continue;
		const some = context.db
			.select({ one: sql`1`.as('one') })
			.from(cases)
			.where(and(visibleTo(context), inView(context, view)))
			.limit(countLimit)
			.as('some');
		counts[view] = await context.db.$count(some);
	}
	return counts;
}

function inView(context: StaffContext, view: View): SQL | undefined {
	const { actor, db, now } = context;
	switch (view) {
		case 'mine':
			return or(
				and(
					eq(cases.ownerId, actor.id),
					inArray(
						cases.state,
						owedStates.filter((state) => state !== 'need_info' && state !== 'review')
					)
				),
				inArray(
					cases.id,
					db
						.select({ id: answerDrafts.caseId })
						.from(answerDrafts)
						.where(and(eq(answerDrafts.reviewerId, actor.id), eq(answerDrafts.state, 'submitted')))
				),
				inArray(cases.id, owedDuties(context))
			);
		case 'accept':
			return inArray(cases.state, ['submitted', 'accepted', 'return_requested']);
		case 'due':
			// 24:00 of tomorrow is still tomorrow
			return and(inArray(cases.state, runningStates), lte(cases.dueAt, endOfDay(addDays(dayOf(now), 1))));
		case 'unit':
			return and(inArray(cases.unitId, [...actor.unitIds]), inArray(cases.state, [...openStates]));
		case 'watch':
			return inArray(
				cases.id,
				db
					.select({ id: duties.caseId })
					.from(duties)
					.where(and(inArray(duties.owedBy, watchedAs(actor)), isNull(duties.doneAt)))
			);
		case 'silent':
			return inArray(cases.id, silentCases(db));
		case 'all':
			return undefined;
	}
}

/** Calls and first messages the person owes: as owner, or as dispatcher of confidential cases. */
function owedDuties({ actor, db }: StaffContext) {
	const kinds: (typeof duties.$inferSelect.owedBy)[] = actor.roles.includes('dispatcher')
		? ['owner', 'dispatcher']
		: ['owner'];
	const own = casesOwnedBy(db, actor.id);
	return db
		.select({ id: duties.caseId })
		.from(duties)
		.where(
			and(
				isNull(duties.doneAt),
				inArray(duties.owedBy, kinds),
				or(eq(duties.owedBy, 'dispatcher'), inArray(duties.caseId, own))
			)
		);
}

/** Where the resident waits for a word. */
function silentCases(db: Context['db']) {
	return db
		.select({ id: duties.caseId })
		.from(duties)
		.where(and(eq(duties.kind, 'progress'), eq(duties.owedBy, 'owner'), isNull(duties.doneAt)));
}

function casesOwnedBy(db: Context['db'], ownerId: number) {
	return db.select({ id: cases.id }).from(cases).where(eq(cases.ownerId, ownerId));
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
