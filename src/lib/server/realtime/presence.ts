import { and, asc, eq, gt, lte, ne, sql } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { presence, type PresenceAct } from '../../domain/presence.ts';
import { Refusal } from '../../domain/refusal.ts';
import { visibleTo } from '../cases/queries/visible-to.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { presences } from '../db/schema/presences.ts';
import { staff } from '../db/schema/staff.ts';

type StaffContext = Context<StaffActor>;
export type Present = { name: string; act: PresenceAct };
const most = 8;

/**
 * A sign of life of somebody at a case: the others at it, and whether those have to hear of this one. A page that only
 * looks does not hide that the same person writes in another. Throws `case.not-found` for who may not find the case.
 */
export async function noteBeat(
	context: StaffContext,
	number: CaseNumber,
	act: PresenceAct
): Promise<{ caseId: number; others: Present[]; hasMoved: boolean }> {
	const { db, actor, now } = context;
	const caseId = await findId(context, number);
	await forgetGone(context);
	const own = and(eq(presences.caseId, caseId), eq(presences.staffId, actor.id));
	const [before] = await db.select({ act: presences.act }).from(presences).where(own);
	const at = now.toISOString();
	const stillActs = sql`excluded.act = 'look' and presences.act <> 'look'
		and presences.seen_at > ${at}::timestamptz - interval '15 seconds'`;
	const [after] = await db
		.insert(presences)
		.values({ caseId, staffId: actor.id, act, seenAt: now })
		.onConflictDoUpdate({
			target: [presences.caseId, presences.staffId],
			set: {
				act: sql`case when ${stillActs} then presences.act else excluded.act end`,
				seenAt: sql`case when ${stillActs} then presences.seen_at else excluded.seen_at end`
			}
		})
		.returning({ act: presences.act });
	return { caseId, others: await listPresent(context, number), hasMoved: before?.act !== after?.act };
}

/** Somebody leaves a case. Returns which, or null where there was nothing to leave. */
export async function leaveCase(context: StaffContext, number: CaseNumber): Promise<number | null> {
	const caseId = await findId(context, number);
	const left = await context.db
		.delete(presences)
		.where(and(eq(presences.caseId, caseId), eq(presences.staffId, context.actor.id)))
		.returning({ caseId: presences.caseId });
	return left.length > 0 ? caseId : null;
}

/** Who else is at a case now: name and act, no more. Nobody for who may not find the case. */
export function listPresent(context: StaffContext, number: CaseNumber): Promise<Present[]> {
	const { db, actor } = context;
	return db
		.select({ name: staff.name, act: presences.act })
		.from(presences)
		.innerJoin(cases, eq(cases.id, presences.caseId))
		.innerJoin(staff, eq(staff.id, presences.staffId))
		.where(
			and(
				eq(cases.number, number),
				visibleTo(context),
				ne(presences.staffId, actor.id),
				gt(presences.seenAt, goneBefore(context))
			)
		)
		.orderBy(asc(staff.id))
		.limit(most);
}

/** Nothing of a presence stays when it is over. Who is beating at this moment is left alone. */
export async function forgetGone(context: Pick<Context, 'db' | 'now'>): Promise<void> {
	const gone = context.db
		.select({ caseId: presences.caseId, staffId: presences.staffId })
		.from(presences)
		.where(lte(presences.seenAt, goneBefore(context)))
		.limit(500)
		.for('update', { skipLocked: true });
	await context.db.delete(presences).where(sql`(${presences.caseId}, ${presences.staffId}) in ${gone}`);
}

function goneBefore({ now }: Pick<Context, 'now'>): Date {
	return new Date(now.getTime() - presence.goneMs);
}

async function findId(context: StaffContext, number: CaseNumber): Promise<number> {
	const [found] = await context.db
		.select({ id: cases.id })
		.from(cases)
		.where(and(eq(cases.number, number), visibleTo(context)))
		.limit(1);
	if (!found) throw new Refusal('case.not-found');
	return found.id;
}
