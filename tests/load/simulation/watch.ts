import { asc, eq, sql } from 'drizzle-orm';
import { addDays, dayOf, endOfDay } from '../../../src/lib/domain/clock.ts';
import { ladderDue, ladderSteps } from '../../../src/lib/domain/deadline.ts';
import { acts, type CaseState, caseStates, isOpen, runningStates } from '../../../src/lib/domain/lifecycle.ts';
import { unansweredSince } from '../../../src/lib/domain/duty-roster.ts';
import { officeLimits } from '../../../src/lib/domain/office-limits.ts';
import { loadCalendar } from '../../../src/lib/server/calendar/load-calendar.ts';
import type { Case } from '../../../src/lib/server/cases/take-case.ts';
import type { Database } from '../../../src/lib/server/db/connect.ts';
import { alarms } from '../../../src/lib/server/db/schema/duty-roster.ts';
import { events } from '../../../src/lib/server/db/schema/events.ts';
import { duties } from '../../../src/lib/server/db/schema/handling.ts';
import { schedule } from '../../../src/lib/server/jobs/schedule.ts';
import { tickOf } from './agenda.ts';

/** How a case stood from a moment on, as everybody could read it. */
type Span = {
	at: Date;
	state: CaseState;
	dueAt: Date | null;
	stepDueAt: Date | null;
	noticeDueAt: Date | null;
	supplyBy: Date | null;
	/** Since when it has this due: a new one begins a new ladder. */
	dueSince: Date;
	/** Since when the resident waits for the first answer; null in the second round. */
	waitsSince: Date | null;
};
type Story = { number: string; spans: Span[] };
export type Breach = string;

const far = new Date('9999-01-01T00:00:00Z');
const isRunning = (state: CaseState) => runningStates.some((running) => running === state);
const tickOfTask = (name: string, at: Date) => tickOf(schedule.find((task) => task.name === name)?.cron ?? '* * *', at);

/** Which next states the source's table allows. */
const reachable = new Map(caseStates.map((state) => [state, new Set<CaseState | 'back' | 'same'>()]));
for (const { from, to } of Object.values(acts)) for (const state of from) reachable.get(state)?.add(to);

/**
 * Keeps how every case stood and since when, by looking at its row after everything that happens to it, and judges by
 * that what the clock owed: it knows the rules, and nothing of how the office's own tasks keep them.
 */
export function openWatch(names: ReadonlyMap<number, string>) {
	const stories = new Map<number, Story>();
	const breaches: Breach[] = [];
	let heardUntil = 0;
	return {
		breaches,
		stories,
		/** After something happened: one owner, one due, and a step that the table knows. */
		look: (row: Case, now: Date) => {
			const story = stories.get(row.id) ?? { number: row.number, spans: [] };
			const before = story.spans.at(-1);
			stories.set(row.id, story);
			if (!names.has(row.ownerId)) breaches.push(`${row.number}: nobody who works here is in charge`);
			if ((row.dueAt !== null) !== isOpen(row.state))
				breaches.push(`${row.number}: ${row.state}, due ${String(row.dueAt)}`);
			if (before && before.state !== row.state) {
				const next = reachable.get(before.state);
				if (!next?.has(row.state) && !next?.has('back'))
					breaches.push(`${row.number}: from ${before.state} to ${row.state}, which the table does not know`);
			}
			const { state, dueAt, stepDueAt, noticeDueAt, supplyBy } = row;
			const isSameDue = before?.dueAt?.getTime() === dueAt?.getTime();
			const dueSince = before && isSameDue ? before.dueSince : now;
			const waitsSince = row.round === 1 ? (row.recheckedAt ?? row.submittedAt) : null;
			story.spans.push({ at: now, state, dueAt, stepDueAt, noticeDueAt, supplyBy, dueSince, waitsSince });
		},
		/** Before messages are forgotten: whatever the clock did since the last time has reached somebody. */
		hear: async (db: Database) => {
			const told = await untold(db, heardUntil);
			breaches.push(...told.breaches);
			heardUntil = told.until;
		},
		/** At the end: every step of the clock at its minute, and nothing that passed in silence. */
		judge: async (db: Database, now: Date) => breaches.push(...(await silences(db, stories, now)))
	};
}

async function silences(db: Database, stories: ReadonlyMap<number, Story>, now: Date): Promise<Breach[]> {
	const calendar = await loadCalendar(db);
	const found: Breach[] = [];
	const climbs = await eventsByCase(db, 'case.laddered');
	const apologies = await eventsByCase(db, 'case.apologised');
	const alarmed = await eventsByCase(db, 'case.unanswered-alarmed');
	const owed = Map.groupBy(await db.select().from(duties).orderBy(asc(duties.id)), ({ caseId }) => caseId);
	for (const [id, { number, spans }] of stories) {
		const steps = climbs.get(id) ?? [];
		const told = owed.get(id) ?? [];
		const expected = new Set<string>();
		for (const [index, span] of spans.entries()) {
			const until = spans[index + 1]?.at ?? now;
			const passes = (due: Date | null, task: string): Date | null => {
				if (!due) return null;
				const tick = tickOfTask(task, due > span.at ? due : span.at);
				return tick < until ? tick : null;
			};
			const say = (what: string, at: Date) => found.push(`${number}: ${what} at ${at.toISOString()}`);
			// by what the ledger says was climbed, not by what the row says of itself
			const climbed = steps
				.filter(({ at }) => at >= span.dueSince && at < span.at)
				.map(({ data }) => Number(data.step));
			if (isRunning(span.state) && span.dueAt)
				for (const step of ladderSteps.filter((step) => !climbed.includes(step))) {
					const due = ladderDue(span.dueAt, step, calendar);
					const tick = tickOfTask('climb-ladder', due > span.at ? due : span.at);
					expected.add(`${step} ${tick.toISOString()}`);
					const isClimbed = steps.some(({ data, at }) => data.step === step && at.getTime() === tick.getTime());
					if (tick < until && !isClimbed) say(`step ${step} of the ladder was left out`, tick);
					const kind = step === 2 ? 'overdue' : step === 3 ? 'long-overdue' : null;
					const isOwed = (at: Date) =>
						told.some((duty) => duty.kind === kind && duty.raisedAt <= at && (!duty.doneAt || duty.doneAt >= at));
					if (isClimbed && kind && !isOwed(tick)) say(`nobody was given ${kind}`, tick);
					if (isClimbed && step === 1 && !apologies.get(id)?.some(({ at }) => at.getTime() === tick.getTime()))
						say('no apology', tick);
				}
			const silentAt = isRunning(span.state) ? passes(span.noticeDueAt, 'owe-notice') : null;
			const isOpenAt = (at: Date) =>
				told.some(({ kind, raisedAt, doneAt }) => kind === 'progress' && raisedAt <= at && (doneAt ?? far) >= at);
			if (silentAt && !isOpenAt(silentAt)) say('the resident waits for a word and nobody owes it', silentAt);
			const { waitsSince } = span;
			const longAt = waitsSince && endOfDay(addDays(dayOf(waitsSince), officeLimits['alarm.unansweredDays'].usual));
			if (isRunning(span.state) && longAt && longAt >= span.at && longAt < until) {
				const isAlarmed = alarmed.get(id)?.some(({ at }) => at > waitsSince && at <= longAt);
				if (!isAlarmed) say('25 days without an answer, and nobody is alarmed', longAt);
			}
			const lapses = {
				assigned: passes(span.stepDueAt, 'lapse-signing'),
				need_info: passes(span.supplyBy, 'lapse-info'),
				answered: passes(span.dueAt, 'close-unrated')
			} as const;
			const lapsed = Object.entries(lapses).find(([state, at]) => state === span.state && at);
			if (lapsed?.[1]) say(`stands at ${span.state} though its time was up`, lapsed[1]);
		}
		for (const { data, at } of steps)
			if (!expected.has(`${Number(data.step)} ${at.toISOString()}`))
				found.push(
					`${number}: step ${Number(data.step)} of the ladder at ${at.toISOString()}, which was not its minute`
				);
	}
	return [...found, ...(await unrung(db)), ...(await alarmFaults(db, now)), ...(await leftLying(db, now))];
}

/** What came in as urgent and was not taken up at once, and nobody was rung for. */
async function unrung(db: Database): Promise<Breach[]> {
	const rows = await db.execute<{ stream: string }>(sql`
		select stream from events as filed where kind = 'case.submitted' and data ->> 'class' = 'urgent'
			and not exists (select from events where stream = filed.stream and kind = 'case.alarm-sounded')
			and not exists (select from events where stream = filed.stream and position = 2 and at < filed.at + interval '1 minute')
		order by id limit 20`);
	return rows.map(({ stream }) => `${stream}: urgent, and nobody was rung for`);
}

/** What somebody owed and nobody did for two months, and cases that were over and never put away: nobody could. */
async function leftLying(db: Database, now: Date): Promise<Breach[]> {
	const since = new Date(now.getTime() - 60 * 86_400_000).toISOString();
	const owed = await db.execute<{ number: string; kind: string; at: string }>(sql`
		select number, kind, raised_at::text as at from duties join cases on cases.id = case_id
		where done_at is null and raised_at < ${since} order by duties.id limit 20`);
	const kept = await db.execute<{ number: string; at: string }>(sql`
		select number, closed_at::text as at from cases where state = 'closed' and closed_at < ${since} order by id limit 20`);
	return [
		...owed.map(({ number, kind, at }) => `${number}: ${kind} is owed since ${at}`),
		...kept.map(({ number, at }) => `${number}: closed since ${at} and not archived`)
	];
}

/** Rung in the minute in which it came in, and for the supervisors after a quarter of an hour. */
async function alarmFaults(db: Database, now: Date): Promise<Breach[]> {
	const rows = await db.select().from(alarms);
	return rows.flatMap(({ caseId, raisedAt, answeredAt, escalatedAt }) => {
		const quarter = new Date(raisedAt.getTime() + raisedAt.getTime() - unansweredSince(raisedAt).getTime());
		const tick = tickOfTask('escalate-alarms', quarter);
		if (tick >= (answeredAt ?? now)) return [];
		return escalatedAt?.getTime() === tick.getTime()
			? []
			: [`case ${caseId}: an alarm was not passed on at ${tick.toISOString()}`];
	});
}

/** What the clock does must reach somebody: a line in an inbox for each step of the ladder, notice and alarm. */
async function untold(db: Database, afterId: number): Promise<{ breaches: Breach[]; until: number }> {
	const rows = await db.execute<{ stream: string; kind: string; at: string }>(sql`
		select stream, kind, at::text as at from events
		where id > ${afterId}
			and kind in ('case.laddered', 'case.notice-owed', 'case.alarm-sounded', 'case.alarm-escalated')
			and not exists (select from messages where messages.event_id = events.id and channel = 'inbox')
		order by id limit 20`);
	const [last] = await db.execute<{ id: string }>(sql`select coalesce(max(id), 0) as id from events`);
	return {
		breaches: rows.map(({ stream, kind, at }) => `${stream}: ${kind} at ${at} reached no inbox`),
		until: Number(last?.id)
	};
}

type Told = { at: Date; data: Record<string, unknown> };

async function eventsByCase(db: Database, kind: string): Promise<Map<number, Told[]>> {
	const rows = await db
		.select({ stream: events.stream, at: events.at, data: events.data })
		.from(events)
		.where(eq(events.kind, kind))
		.orderBy(asc(events.id));
	return Map.groupBy(rows, ({ stream }) => Number(stream.slice('case:'.length)));
}
