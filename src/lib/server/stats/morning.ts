import { and, asc, eq, gt, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import { addDays, dayOf, endOfDay } from '../../domain/clock.ts';
import { runningStates } from '../../domain/lifecycle.ts';
import { type StaffActor, titleFor } from '../../domain/permissions.ts';
import type { Holiday } from '../../domain/working-days.ts';
import { openOrphans } from '../cases/queries/orphans.ts';
import { dueOver, findHoliday, silentCases } from '../cases/queries/queue.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { countedFor } from './staff-figures.ts';
import { subjectColumns } from '../cases/queries/subject-columns.ts';

export const morningLists = ['today', 'overdue', 'holiday', 'silent', 'accept', 'longTerm'] as const;
export type MorningList = (typeof morningLists)[number];
type StaffContext = Context<StaffActor>;

/** Counting stops here: 999+ says enough. */
const countLimit = 1000;
const pageSize = 50;
/** 长期事项: so many days ahead a word that is owed is shown. */
const noticeDays = 7;

/**
 * 今日一览: how many cases of each list a person finds, and the open cases that nobody has, which should be none. Of
 * the same cases as their figures. Throws `case.not-found` for whoever has no figures.
 */
export async function findMorning(context: StaffContext) {
	const within = countedFor(context);
	const holiday = await findHoliday(context);
	const counts = await Promise.all(
		morningLists.map(async (list) => {
			const some = context.db
				.select({ one: sql`1`.as('one') })
				.from(cases)
				.where(and(within, inList(context, list, holiday)))
				.limit(countLimit)
				.as('some');
			return { list, count: await context.db.$count(some) };
		})
	);
	return { counts, holiday, orphans: await openOrphans(context, within) };
}

/** The key of the last row of the page before: its date (ms) and id. */
type Key = { at: number; id: number };

/** One of the lists, the nearest date first, one page by key. Throws as `findMorning`. */
export async function listMorning(context: StaffContext, list: MorningList, after: Key | null) {
	const { db, actor } = context;
	const within = countedFor(context);
	const at = dateOf(list);
	const key = after && sql`(${at}, ${cases.id}) > (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`;
	const rows = await db
		.select({
			...subjectColumns,
			number: cases.number,
			dueAt: cases.dueAt,
			noticeDueAt: cases.noticeDueAt,
			stepDueAt: cases.stepDueAt,
			at: at.mapWith(cases.submittedAt),
			owner: staff.name,
			unit: units.name
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.where(and(within, inList(context, list, await findHoliday(context)), key ?? undefined))
		.orderBy(at, asc(cases.id))
		.limit(pageSize + 1);
	const shown = rows.slice(0, pageSize).map((row) => ({
		id: row.id,
		number: row.number,
		title: titleFor(actor, row),
		state: row.state,
		class: row.class,
		at: row.at,
		owner: row.owner,
		unit: row.unit
	}));
	const last = shown.at(-1);
	return { rows: shown, next: rows.length > pageSize && last ? `${last.at.getTime()}-${last.id}` : null };
}

/** What a list is in the order of; every case of it has one. */
function dateOf(list: MorningList): SQL {
	if (list === 'accept') return sql`coalesce(${cases.stepDueAt}, ${cases.submittedAt})`;
	if (list === 'silent' || list === 'longTerm') return sql`coalesce(${cases.noticeDueAt}, ${cases.submittedAt})`;
	return sql`coalesce(${cases.dueAt}, ${cases.submittedAt})`;
}

function inList({ db, now }: StaffContext, list: MorningList, holiday: Holiday | null): SQL | undefined {
	const isRunning = inArray(cases.state, runningStates);
	switch (list) {
		case 'accept':
			return inArray(cases.state, ['submitted', 'accepted', 'return_requested']);
		case 'today':
			return and(isRunning, gt(cases.dueAt, now), lte(cases.dueAt, endOfDay(dayOf(now))));
		case 'overdue':
			return and(isRunning, lte(cases.dueAt, now));
		case 'holiday':
			return holiday ? dueOver(holiday) : sql`false`;
		case 'silent':
			return inArray(cases.id, silentCases(db));
		case 'longTerm': {
			const isListed = or(eq(cases.state, 'long_term'), eq(cases.resumesTo, 'long_term'));
			return and(isListed, lte(cases.noticeDueAt, endOfDay(addDays(dayOf(now), noticeDays))));
		}
	}
}
