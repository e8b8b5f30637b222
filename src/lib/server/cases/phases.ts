import { and, asc, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { phases, proposals } from '../db/schema/proposals.ts';

type Place = Pick<Context, 'db'>;

/** The phases of a plan as it was proposed, in order. */
export function phasesOf({ db }: Place, proposalId: number) {
	return db.select().from(phases).where(eq(phases.proposalId, proposalId)).orderBy(asc(phases.position));
}

/** The phases of the plan a case was last listed with, in order; none where it never was. */
export function phasesOfCase({ db }: Place, caseId: number) {
	const isPlan = and(eq(proposals.caseId, caseId), eq(proposals.kind, 'long-term'), eq(proposals.state, 'accepted'));
	const latest = db
		.select({ id: sql`max(${proposals.id})` })
		.from(proposals)
		.where(isPlan);
	return db.select().from(phases).where(eq(phases.proposalId, latest)).orderBy(asc(phases.position));
}
