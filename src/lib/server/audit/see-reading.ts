import { and, eq, isNull } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { readingAlarms } from '../db/schema/watching.ts';
import { record, staffStream } from '../events/record.ts';

/** Notes that an alarm of bulk reading was looked into, by somebody else than who read. */
export function recordSeen(context: Context<StaffActor>, alarmId: number): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, actor, now } = context;
		const [seen] = await db
			.update(readingAlarms)
			.set({ seenAt: now, seenById: actor.id })
			.where(and(eq(readingAlarms.id, alarmId), isNull(readingAlarms.seenAt)))
			.returning({ staffId: readingAlarms.staffId });
		if (!seen) throw new Refusal('case.not-found');
		if (seen.staffId === actor.id) throw new Refusal('case.second-person');
		await record(context, staffStream(seen.staffId), 'staff.reading-seen', { alarmId });
	});
}
