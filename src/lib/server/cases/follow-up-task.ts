import { and, eq, exists, inArray, not, notInArray, or, type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { events } from '../db/schema/events.ts';
import { followUps } from '../db/schema/follow-ups.ts';
import type { EventKind } from '../events/catalogue.ts';
import type { Case } from './take-case.ts';

export type FollowUpTask = typeof followUps.$inferSelect;

/** What a caller does as a caller: no hand in the case itself. */
const ofCallers = ['case.follow-up-tried', 'case.followed-up', 'case.follow-up-declined'] as const;
const asCaller: readonly EventKind[] = [...ofCallers, 'case.contact-revealed'];

/** The open follow-up of a case, or undefined. */
export async function openFollowUp({ db }: Context, caseId: number): Promise<FollowUpTask | undefined> {
	const [task] = await db
		.select()
		.from(followUps)
		.where(and(eq(followUps.caseId, caseId), eq(followUps.state, 'open')))
		.orderBy(followUps.id)
		.limit(1);
	return task;
}

/** The follow-up this member of staff may do on the case: open, theirs by role, and no hand of theirs in the case. */
export async function followUpFor(context: Context, subject: Pick<Case, 'id'>): Promise<FollowUpTask | undefined> {
	const { actor } = context;
	if (actor.kind !== 'staff' || !actor.roles.includes('follow-up-caller')) return undefined;
	const task = await openFollowUp(context, subject.id);
	return task && !(await hadHandIn(context, subject.id, actor.id)) ? task : undefined;
}

/** Handled, drafted, published, assigned, was in charge: whoever had a hand in a case may not ask how it went (C2). */
export async function hadHandIn({ db }: Context, caseId: number, staffId: number): Promise<boolean> {
	const [row] = await db
		.select({ id: cases.id })
		.from(cases)
		.where(and(eq(cases.id, caseId), anyHand({ db }, staffId)))
		.limit(1);
	return row !== undefined;
}

/** The same as a condition on `cases`: for lists. */
export function noHand(context: Pick<Context, 'db'>, staffId: number): SQL {
	return not(anyHand(context, staffId) ?? sql`false`);
}

function anyHand({ db }: Pick<Context, 'db'>, staffId: number): SQL | undefined {
	const acted = and(eq(events.actorKind, 'staff'), eq(events.actorId, staffId), notInArray(events.kind, [...asCaller]));
	const wasInCharge = sql`${events.data}->>'ownerId' = ${String(staffId)}`;
	const hand = db
		.select({ one: sql`1` })
		.from(events)
		.where(and(ofCase(cases.id), or(acted, wasInCharge)));
	return or(eq(cases.ownerId, staffId), exists(hand));
}

/** And the other way round: who asked how it went handles it no more. A condition on a query that has `staffId`. */
export function calledFor({ db }: Pick<Context, 'db'>, caseId: number, staffId: SQLWrapper): SQL {
	const called = db
		.select({ one: sql`1` })
		.from(events)
		.where(
			and(
				ofCase(sql.param(caseId)),
				eq(events.actorKind, 'staff'),
				sql`${events.actorId} = ${staffId}`,
				inArray(events.kind, [...ofCallers])
			)
		);
	return exists(called);
}

function ofCase(caseId: SQLWrapper): SQL {
	return sql`${events.stream} = 'case:' || ${caseId}`;
}

/** Ends what is open: the resident declined, or nobody can be reached any more. */
export async function endFollowUps(
	{ db, now }: Context,
	caseId: number,
	state: 'declined' | 'not-reached'
): Promise<void> {
	await db
		.update(followUps)
		.set({ state, doneAt: now })
		.where(and(eq(followUps.caseId, caseId), eq(followUps.state, 'open')));
}
