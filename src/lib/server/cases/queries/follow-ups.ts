import { and, asc, eq, sql } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import { titleFor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { followUps } from '../../db/schema/follow-ups.ts';
import { units } from '../../db/schema/units.ts';
import { noHand } from '../follow-up-task.ts';
import { visibleTo } from './visible-to.ts';

type StaffContext = Context<StaffActor>;
const pageSize = 50;
const countLimit = 1000;

/** Key of the last row of the page before: due (ms) and id. */
export type After = { due: number; id: number };

/**
 * 回访 that this caller may do, the nearest due first: open ones of cases they had no hand in. Throws `case.not-found`
 * for whoever is no caller.
 */
export async function listFollowUps(context: StaffContext, after: After | null) {
	const { db, actor } = context;
	assertCaller(actor);
	const rows = await db
		.select({ task: followUps, subject: cases, unit: units.name })
		.from(followUps)
		.innerJoin(cases, eq(cases.id, followUps.caseId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.where(
			and(
				isTheirs(context),
				after
					? sql`(${followUps.dueAt}, ${followUps.id}) > (${new Date(after.due).toISOString()}::timestamptz, ${after.id})`
					: undefined
			)
		)
		.orderBy(asc(followUps.dueAt), asc(followUps.id))
		.limit(pageSize + 1);
	const shown = rows.slice(0, pageSize).map(({ task, subject, unit }) => ({
		id: task.id,
		cause: task.cause,
		dueAt: task.dueAt,
		attempts: task.attempts,
		lastTriedAt: task.lastTriedAt,
		number: subject.number,
		state: subject.state,
		identity: subject.identity,
		title: titleFor(actor, subject),
		unit
	}));
	const last = shown.at(-1);
	return { rows: shown, next: rows.length > pageSize && last ? { due: last.dueAt.getTime(), id: last.id } : null };
}

/** How many wait for this caller, counted no further than 1,000; none for whoever is no caller. */
export async function countFollowUps(context: StaffContext): Promise<number> {
	if (!context.actor.roles.includes('follow-up-caller')) return 0;
	const some = context.db
		.select({ one: sql`1`.as('one') })
		.from(followUps)
		.innerJoin(cases, eq(cases.id, followUps.caseId))
		.where(isTheirs(context))
		.limit(countLimit)
		.as('some');
	return context.db.$count(some);
}

function isTheirs(context: StaffContext) {
	return and(eq(followUps.state, 'open'), visibleTo(context), noHand(context, context.actor.id));
}

function assertCaller({ roles }: StaffActor): void {
	if (!roles.includes('follow-up-caller')) throw new Refusal('case.not-found');
}
