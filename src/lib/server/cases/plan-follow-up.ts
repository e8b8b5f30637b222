import { createHmac } from 'node:crypto';
import { and, eq, lte } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { followUpDue } from '../../domain/deadline.ts';
import { type FollowUpCause, isDrawn } from '../../domain/follow-up.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { contacts } from '../db/schema/contacts.ts';
import { followUps } from '../db/schema/follow-ups.ts';
import { ratings } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { readOfficeLimits } from '../site/office-limits.ts';
import { advance } from './advance.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * The clock's act: plans a 回访 where the resident was dissatisfied and has a second answer, where a long-running matter
 * was answered, or where a closed case is drawn; once a cause, one at a time, and only where a contact was left and
 * not declined. Null where there is nothing to plan.
 */
export function planFollowUp(context: Context, number: CaseNumber): Promise<FollowUpCause | null> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		const subject = await takeCase(context, number, null);
		const cause = await causeOf(context, subject);
		if (!cause || subject.declinesFollowUp || (await db.$count(contacts, eq(contacts.caseId, subject.id))) === 0)
			return null;
		permit(context, 'plan-follow-up', subject);
		const dueAt = followUpDue(now, await loadCalendar(db));
		const [task] = await db
			.insert(followUps)
			.values({ caseId: subject.id, cause, state: 'open', plannedAt: now, dueAt })
			.returning({ id: followUps.id });
		if (!task) throw new Error('a follow-up was not stored');
		await advance(context, subject, 'plan-follow-up');
		await record(context, caseStream(subject.id), 'case.follow-up-planned', { followUpId: task.id, cause });
		return cause;
	});
}

/** Is this case drawn for the random sample of so many per cent? */
export function isSampled({ secrets }: Pick<Context, 'secrets'>, caseId: number, percent: number): boolean {
	return isDrawn(createHmac('sha256', secrets.derivation).update(`follow-up sample:${caseId}`).digest(), percent);
}

async function causeOf(context: Context, subject: Case): Promise<FollowUpCause | null> {
	const { db } = context;
	if (subject.state !== 'answered' && subject.state !== 'closed') return null;
	const planned = await db
		.select({ cause: followUps.cause, state: followUps.state })
		.from(followUps)
		.where(eq(followUps.caseId, subject.id))
		.limit(3);
	if (planned.some(({ state }) => state === 'open')) return null;
	const isNew = (cause: FollowUpCause) => !planned.some((one) => one.cause === cause);
	if (isNew('dissatisfied') && (await isDissatisfied(context, subject))) return 'dissatisfied';
	if (isNew('long-running') && subject.longTermSince !== null) return 'long-running';
	if (planned.length > 0 || subject.state !== 'closed') return null;
	const limits = await readOfficeLimits(db);
	return isSampled(context, subject.id, limits['followUp.samplePercent']) ? 'sample' : null;
}

/** Rated 1–2 stars, and answered a second time. */
async function isDissatisfied({ db }: Context, { id, round, closedAs }: Case): Promise<boolean> {
	if (closedAs === 'answered-twice') return true;
	if (round < 2) return false;
	return (await db.$count(ratings, and(eq(ratings.caseId, id), lte(ratings.stars, 2)))) > 0;
}
