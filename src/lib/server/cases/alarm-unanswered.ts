import { and, desc, eq, max, min } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { addDays, dayOf, endOfDay } from '../../domain/clock.ts';
import { runningStates } from '../../domain/lifecycle.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { events } from '../db/schema/events.ts';
import { duties } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { raiseWatch } from './duties.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 留言超过 25 天未答复, the clock's act: whatever the due says after pauses, extensions and phases, a resident who waits
 * so long for an answer is put before the supervisor, and again after as many days more. Of merged cases the oldest
 * counts; in the second round the time of its opening.
 */
export function alarmUnanswered(context: Context, number: CaseNumber, days: number): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		if (!runningStates.some((state) => state === subject.state)) return;
		const since = await waitingSince(context, subject);
		const [last] = await context.db
			.select({ at: max(duties.raisedAt) })
			.from(duties)
			.where(and(eq(duties.caseId, subject.id), eq(duties.kind, 'unanswered')));
		const from = last?.at && last.at > since ? last.at : since;
		if (context.now < endOfDay(addDays(dayOf(from), days))) return;
		permit(context, 'alarm-unanswered', subject);
		await advance(context, subject, 'alarm-unanswered');
		await raiseWatch(context, subject, 'unanswered', 'supervisor');
		await record(context, caseStream(subject.id), 'case.unanswered-alarmed', { since: since.toISOString(), days });
	});
}

async function waitingSince({ db }: Context, subject: Case): Promise<Date> {
	if (subject.round === 2) {
		const reopened = and(eq(events.stream, caseStream(subject.id)), eq(events.kind, 'case.rework-opened'));
		const [opened] = await db
			.select({ at: events.at })
			.from(events)
			.where(reopened)
			.orderBy(desc(events.position))
			.limit(1);
		if (opened) return opened.at;
	}
	const [parts] = await db
		.select({ at: min(cases.submittedAt) })
		.from(cases)
		.where(and(eq(cases.mainId, subject.id), eq(cases.state, 'merged')));
	const own = subject.recheckedAt ?? subject.submittedAt;
	return parts?.at && parts.at < own ? parts.at : own;
}
