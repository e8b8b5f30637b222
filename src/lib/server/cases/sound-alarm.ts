import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { alarms } from '../db/schema/duty-roster.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { onDutyFor } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 值班响铃, the clock's act on an urgent case that came in: rings for the person on duty, or for the supervisors where
 * nobody is. Not for a case somebody has already taken up, and once a case.
 */
export function soundAlarm(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		if (subject.class !== 'urgent' || subject.state !== 'submitted') return;
		if ((await context.db.$count(alarms, eq(alarms.caseId, subject.id))) > 0) return;
		permit(context, 'sound-alarm', subject);
		await ring(context, await advance(context, subject, 'sound-alarm'));
	});
}

/** Raises the alarm of a locked case, unless one is open. */
export async function ring(context: Context, subject: Case): Promise<void> {
	const staffId = await onDutyFor(context, subject);
	const [alarm] = await context.db
		.insert(alarms)
		.values({ caseId: subject.id, staffId, raisedAt: context.now })
		.onConflictDoNothing()
		.returning({ id: alarms.id });
	if (alarm) await record(context, caseStream(subject.id), 'case.alarm-sounded', { alarmId: alarm.id, staffId });
}
