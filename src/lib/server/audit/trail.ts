import { and, desc, eq, gte, isNull, lt, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { addDays, dayOf, type Day, daysBetween, endOfDay, startOfDay } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { notExcludedFrom } from '../cases/queries/visible-to.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { events } from '../db/schema/events.ts';
import { staff } from '../db/schema/staff.ts';

type StaffContext = Context<StaffActor>;

/** What of the ledger is looked for. `account` is a user name as it is, `about` a case number, a user name or `settings`. */
export type TrailFilter = {
	fromOn: Day;
	untilOn: Day;
	kind: string | null;
	account: string | null;
	about: string | null;
	/** Key of the last row of the page before. */
	after: { at: number; id: number } | null;
};
/** One event: ids, codes, dates and digests; no words, no contact. */
export type TrailRow = {
	id: number;
	at: Date;
	stream: string;
	kind: string;
	actorKind: typeof events.$inferSelect.actorKind;
	/** The account, where a member of staff did it. */
	account: string | null;
	name: string | null;
	number: string | null;
	data: Record<string, unknown>;
};

const pageSize = 50;
const mostDays = 366;

/** Auditors, who read all and change nothing; and the supervisor. */
export function readsTrail({ roles }: StaffActor): boolean {
	return roles.includes('auditor') || roles.includes('supervisor');
}

/** The last thirty days, where nothing else is asked for; a year at most, so that every question stays bounded. */
export function spanOf(from: string | null, until: string | null, now: Date): { fromOn: Day; untilOn: Day } {
	const isDay = (text: string | null) =>
		text !== null && /^20\d{2}-\d{2}-\d{2}$/.test(text) && !isNaN(Date.parse(text));
	const untilOn = until !== null && isDay(until) ? until : dayOf(now);
	const fromOn = from !== null && isDay(from) && from <= untilOn ? from : addDays(untilOn, -30);
	return { fromOn: daysBetween(fromOn, untilOn) > mostDays ? addDays(untilOn, -mostDays) : fromOn, untilOn };
}

/** One page of the ledger, the newest first, by key. Throws `case.not-found` for who may not read it. */
export async function listTrail(context: StaffContext, filter: TrailFilter, size = pageSize) {
	if (!readsTrail(context.actor)) throw new Refusal('case.not-found');
	const rows = await rowsOf(context, filter, size + 1);
	const page = rows.slice(0, size);
	const last = page.at(-1);
	return { rows: page, next: rows.length > size && last ? { at: last.at.getTime(), id: last.id } : null };
}

async function rowsOf(context: StaffContext, filter: TrailFilter, most: number): Promise<TrailRow[]> {
	const { db, actor } = context;
	const { fromOn, untilOn, kind, after } = filter;
	const [stream, actorId] = await Promise.all([streamOf(context, filter.about), idOf(context, filter.account)]);
	if (stream === 'nothing' || actorId === 'nothing') return [];
	const rows = await db
		.select({
			id: events.id,
			at: events.at,
			stream: events.stream,
			kind: events.kind,
			actorKind: events.actorKind,
			account: staff.username,
			name: staff.name,
			number: cases.number,
			data: events.data
		})
		.from(events)
		.leftJoin(cases, eq(cases.id, ownCase))
		.leftJoin(staff, and(eq(events.actorKind, 'staff'), eq(staff.id, events.actorId)))
		.where(
			and(
				gte(events.at, startOfDay(fromOn)),
				lt(events.at, endOfDay(untilOn)),
				// whoever is excluded from a case finds nothing of it here either (回避)
				or(isNull(cases.id), notExcludedFrom(context)),
				// when somebody comes and goes is for the auditor alone: this is no record of working time
				actor.roles.includes('auditor') ? undefined : notInArray(events.kind, ['staff.signed-in', 'staff.signed-out']),
				kind === null ? undefined : eq(events.kind, kind),
				stream === null ? undefined : eq(events.stream, stream),
				actorId === null ? undefined : and(eq(events.actorKind, 'staff'), eq(events.actorId, actorId)),
				after
					? sql`(${events.at}, ${events.id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`
					: undefined
			)
		)
		.orderBy(desc(events.at), desc(events.id))
		.limit(most);
	return rows.map(({ data, ...row }) => ({ ...row, data: withoutNumbers(data) }));
}

/** The case whose stream it is. */
const ownCase: SQL = sql`case when ${events.stream} like 'case:%' then substr(${events.stream}, 6)::bigint end`;

/** What a kiosk brought names the case it may have become, which is shown only with the case's own events. */
function withoutNumbers({ number: _number, ...data }: Record<string, unknown>): Record<string, unknown> {
	return data;
}

async function streamOf(context: StaffContext, about: string | null): Promise<string | 'nothing' | null> {
	if (about === null) return null;
	if (about === 'settings') return about;
	const [found] = await context.db
		.select({ id: cases.id })
		.from(cases)
		.where(and(eq(cases.number, about.toUpperCase()), notExcludedFrom(context)))
		.limit(1);
	if (found) return `case:${found.id}`;
	const person = await idOf(context, about);
	return person === 'nothing' || person === null ? 'nothing' : `staff:${person}`;
}

async function idOf({ db }: StaffContext, account: string | null): Promise<number | 'nothing' | null> {
	if (account === null) return null;
	const [found] = await db
		.select({ id: staff.id })
		.from(staff)
		.where(eq(staff.username, account.toLowerCase()))
		.limit(1);
	return found?.id ?? 'nothing';
}
