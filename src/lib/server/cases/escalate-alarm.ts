import { and, eq, isNull, lte } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { unansweredSince } from '../../domain/duty-roster.ts';
import { type Context, inTransaction } from '../context.ts';
import { alarms } from '../db/schema/duty-roster.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/** The clock's act: 15 minutes without a sign, so the alarm rings for the supervisors and the 分管负责人 too. */
export function escalateAlarm(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'sound-alarm', subject);
		const { db, now } = context;
		const [alarm] = await db
			.update(alarms)
			.set({ escalatedAt: now })
			.where(
				and(
					eq(alarms.caseId, subject.id),
					isNull(alarms.answeredAt),
					isNull(alarms.escalatedAt),
					lte(alarms.raisedAt, unansweredSince(now))
				)
			)
			.returning({ id: alarms.id });
		if (!alarm) return;
		await advance(context, subject, 'sound-alarm');
		await record(context, caseStream(subject.id), 'case.alarm-escalated', { alarmId: alarm.id });
	});
}
