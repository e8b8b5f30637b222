import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { alarms } from '../db/schema/duty-roster.ts';
import { caseStream, record } from '../events/record.ts';

/** Ends the open alarm of a locked case, if there is one: who acted has given a sign. */
export async function silenceAlarm(context: Context, caseId: number): Promise<void> {
	const { db, actor, now } = context;
	const answeredById = actor.kind === 'staff' ? actor.id : null;
	const [alarm] = await db
		.update(alarms)
		.set({ answeredAt: now, answeredById })
		.where(and(eq(alarms.caseId, caseId), isNull(alarms.answeredAt)))
		.returning({ id: alarms.id });
	// a resident who withdraws ends the alarm, but gives no sign
	if (alarm && answeredById !== null)
		await record(context, caseStream(caseId), 'case.alarm-answered', { alarmId: alarm.id });
}
