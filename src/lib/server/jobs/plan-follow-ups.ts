import { and, eq, inArray, isNotNull, notInArray, or, type SQL } from 'drizzle-orm';
import { isSampled, planFollowUp } from '../cases/plan-follow-up.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { contacts } from '../db/schema/contacts.ts';
import { followUps } from '../db/schema/follow-ups.ts';
import { readOfficeLimits } from '../site/office-limits.ts';
import { eachCase } from './each-case.ts';
import type { TaskReport } from './task-report.ts';

/** 回访 of all that is due to have one. Archived cases are not looked at again, so the list stays short. */
export async function planFollowUps(context: Context): Promise<TaskReport> {
	const { db } = context;
	const percent = (await readOfficeLimits(db))['followUp.samplePercent'];
	const mayBeCalled = and(
		eq(cases.declinesFollowUp, false),
		inArray(cases.id, db.select({ id: contacts.caseId }).from(contacts).where(eq(contacts.caseId, cases.id)))
	);
	const counts = { dissatisfied: 0, 'long-running': 0, sample: 0 };
	const plan = async (which: SQL | undefined, isChosen: (id: number) => boolean = () => true) =>
		eachCase(context, and(which, mayBeCalled), async (context, number, id) => {
			const cause = isChosen(id) ? await planFollowUp(context, number) : null;
			if (cause) counts[cause]++;
		});
	const planned = (...states: (typeof followUps.$inferSelect.state)[]) =>
		db
			.select({ id: followUps.caseId })
			.from(followUps)
			.where(and(eq(followUps.caseId, cases.id), states.length > 0 ? inArray(followUps.state, states) : undefined));
	const hasReason = or(eq(cases.round, 2), isNotNull(cases.longTermSince));
	await plan(and(inArray(cases.state, ['answered', 'closed']), hasReason, notInArray(cases.id, planned('open'))));
	await plan(and(eq(cases.state, 'closed'), notInArray(cases.id, planned())), (id) => isSampled(context, id, percent));
	return counts;
}
