import { and, asc, desc, eq, exists, gte, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { runningStates } from '../../domain/lifecycle.ts';
import { type StaffActor, titleFor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { silentCases } from '../cases/queries/queue.ts';
import { visibleTo } from '../cases/queries/visible-to.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { events } from '../db/schema/events.ts';
import { duties } from '../db/schema/handling.ts';
import { messages } from '../db/schema/messages.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { readingAlarms } from '../db/schema/watching.ts';
import { recordSeen } from './see-reading.ts';
import { subjectColumns } from '../cases/queries/subject-columns.ts';

type StaffContext = Context<StaffActor>;
type Key = { at: number; id: number };

/** 督办台: the lists of cases. */
export const caseLists = ['overdue', 'silent', 'unanswered', 'rework', 'second'] as const;
export type CaseList = (typeof caseLists)[number];
/** And those of messages, of identities looked at, and of who read unusually much. */
export const oversightLists = [...caseLists, 'dead', 'reveals', 'readings'] as const;
export type OversightList = (typeof oversightLists)[number];

const pageSize = 50;
/** Counting stops here: 999+ says enough. */
const countLimit = 1000;
const revealDays = 30;

/** Supervisors and lead officials. */
export function overseesAll({ roles }: StaffActor): boolean {
	return roles.includes('supervisor') || roles.includes('lead-official');
}

/** How many stand in each list, counted no further than 1,000. Throws `case.not-found` for anybody else. */
export async function countOversight(context: StaffContext): Promise<Record<OversightList, number>> {
	assertOversees(context);
	const { db } = context;
	const one = { one: sql`1`.as('one') };
	const ofCases = (list: CaseList) =>
		db.$count(
			db
				.select(one)
				.from(cases)
				.where(and(visibleTo(context), inList(context, list)))
				.limit(countLimit)
				.as('some')
		);
	const [overdue, silent, unanswered, rework, second, dead, reveals, readings] = await Promise.all([
		...([ofCases('overdue'), ofCases('silent'), ofCases('unanswered'), ofCases('rework')] as const),
		ofCases('second'),
		db.$count(deadMessages(context).limit(countLimit).as('some')),
		db.$count(revealsOf(context).limit(countLimit).as('some')),
		db.$count(readingAlarms, isNull(readingAlarms.seenAt))
	]);
	return { overdue, silent, unanswered, rework, second, dead, reveals, readings };
}

/** A page of cases, what waits longest first, by key. */
export async function listCases(context: StaffContext, list: CaseList, after: Key | null) {
	assertOversees(context);
	const at = sortOf(list);
	const rows = await context.db
		.select({
			...subjectColumns,
			number: cases.number,
			at,
			dueAt: cases.dueAt,
			submittedAt: cases.submittedAt,
			owner: staff.name,
			unit: units.name
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.where(
			and(
				visibleTo(context),
				inList(context, list),
				after ? sql`(${at}, ${cases.id}) > (${new Date(after.at).toISOString()}::timestamptz, ${after.id})` : undefined
			)
		)
		.orderBy(asc(at), asc(cases.id))
		.limit(pageSize + 1);
	const page = rows.slice(0, pageSize);
	const last = page.at(-1);
	return {
		rows: page.map((row) => ({
			...{ id: row.id, number: row.number, state: row.state, dueAt: row.dueAt, submittedAt: row.submittedAt },
			title: titleFor(context.actor, row),
			...{ owner: row.owner, unit: row.unit }
		})),
		next: rows.length > pageSize && last?.at ? { at: last.at.getTime(), id: last.id } : null
	};
}

/** Who looked at whose contact in the last 30 days: account, time, reason code and number; the latest first. */
export async function listReveals(context: StaffContext, after: Key | null) {
	assertOversees(context);
	const key =
		after && sql`(${events.at}, ${events.id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`;
	const rows = await revealsOf(context, key ?? undefined)
		.orderBy(desc(events.at), desc(events.id))
		.limit(pageSize + 1);
	const page = rows.slice(0, pageSize);
	const last = page.at(-1);
	return { rows: page, next: rows.length > pageSize && last ? { at: last.at.getTime(), id: last.id } : null };
}

/** Alarms of bulk reading of the last 90 days, those nobody has looked into first, then the latest. */
export async function listReadings(context: StaffContext) {
	assertOversees(context);
	const { db, actor } = context;
	const rows = await db
		.select({
			id: readingAlarms.id,
			staffId: readingAlarms.staffId,
			name: staff.name,
			unit: units.name,
			measure: readingAlarms.measure,
			spanAt: readingAlarms.spanAt,
			found: readingAlarms.found,
			seenAt: readingAlarms.seenAt
		})
		.from(readingAlarms)
		.innerJoin(staff, eq(staff.id, readingAlarms.staffId))
		.innerJoin(units, eq(units.id, staff.unitId))
		.orderBy(sql`${readingAlarms.seenAt} is not null`, desc(readingAlarms.raisedAt), desc(readingAlarms.id))
		.limit(100);
	return rows.map(({ staffId, ...row }) => ({ ...row, isOwn: staffId === actor.id }));
}

/** 核实过了: by somebody else than who read. Throws `case.not-found`, `case.second-person`. */
export async function seeReading(context: StaffContext, alarmId: number): Promise<void> {
	assertOversees(context);
	await recordSeen(context, alarmId);
}

/** Dead letters of cases the person may see; the page of messages has them in full. */
function deadMessages(context: StaffContext) {
	return context.db
		.select({ id: messages.id })
		.from(messages)
		.innerJoin(cases, eq(cases.id, messages.caseId))
		.where(and(eq(messages.state, 'dead'), visibleTo(context)));
}

function revealsOf(context: StaffContext, more?: SQL) {
	const since = new Date(context.now.getTime() - revealDays * 86_400_000);
	return context.db
		.select({
			id: events.id,
			at: events.at,
			name: staff.name,
			account: staff.username,
			number: cases.number,
			reason: sql<string>`${events.data} ->> 'reason'`.as('reason')
		})
		.from(events)
		.innerJoin(cases, eq(cases.id, sql`substr(${events.stream}, 6)::bigint`))
		.innerJoin(staff, eq(staff.id, events.actorId))
		.where(and(eq(events.kind, 'case.contact-revealed'), gte(events.at, since), visibleTo(context), more))
		.$dynamic();
}

/** By what the longest wait is told. */
function sortOf(list: CaseList) {
	if (list === 'silent') return cases.noticeDueAt;
	// what was answered twice is closed, and has no due
	return list === 'second' ? cases.closedAt : cases.dueAt;
}

function inList(context: StaffContext, list: CaseList): SQL | undefined {
	const { now } = context;
	const isRunning = inArray(cases.state, runningStates);
	switch (list) {
		case 'overdue':
			return and(isRunning, lte(cases.dueAt, now));
		case 'silent':
			return and(isRunning, inArray(cases.id, silentCases(context.db)));
		case 'unanswered':
			return and(isRunning, owes(context, 'unanswered'));
		case 'rework':
			return or(eq(cases.state, 'rework'), and(eq(cases.round, 2), isRunning));
		case 'second':
			return owes(context, 'lead-review');
	}
}

/** A duty of those who watch that is still open. */
function owes({ db }: StaffContext, kind: 'unanswered' | 'lead-review') {
	return exists(
		db
			.select({ one: sql`1` })
			.from(duties)
			.where(and(eq(duties.caseId, cases.id), eq(duties.kind, kind), isNull(duties.doneAt)))
	);
}

function assertOversees({ actor }: StaffContext): void {
	if (!overseesAll(actor)) throw new Refusal('case.not-found');
}
