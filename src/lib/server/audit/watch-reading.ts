import { and, count, eq, gt, gte, inArray, lt, sum } from 'drizzle-orm';
import { hourOf, midnightOf, readingKeptMs, readingLimits, type ReadingMeasure } from '../../domain/bulk-reading.ts';
import { type Context, inTransaction } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { pageReads, readingAlarms } from '../db/schema/watching.ts';
import { record, staffStream } from '../events/record.ts';
import { readOfficeLimits } from '../site/office-limits.ts';

type Found = { staffId: number; found: number };

/**
 * The clock's look at who read unusually much: pages of cases in an hour and a day, contacts and phones in a day. An
 * alarm once a person, measure and span; who watches over the others hears of it.
 */
export async function watchReading(context: Context): Promise<{ raised: number }> {
	const { db, now } = context;
	const limits = await readOfficeLimits(db);
	const today = midnightOf(now);
	// the hour that has just ended is looked at once more
	const hours = [hourOf(now), hourOf(new Date(now.getTime() - 3_600_000))];
	let raised = 0;
	const raise = async (measure: ReadingMeasure, spanAt: Date, found: readonly Found[]) => {
		for (const one of found)
			if (await raiseAlarm(context, { measure, spanAt, ...one, limit: limits[readingLimits[measure]] })) raised++;
	};
	for (const hour of hours) await raise('pages-hour', hour, await pagesOf(context, hour, limits['alarm.pagesAnHour']));
	await raise('pages-day', today, await pagesSince(context, today, limits['alarm.pagesADay']));
	await raise('contacts-day', today, await contactsSince(context, today, limits['alarm.contactsADay']));
	return { raised };
}

const mostPeople = 500;

function pagesOf({ db }: Context, hour: Date, limit: number): Promise<Found[]> {
	return db
		.select({ staffId: pageReads.staffId, found: pageReads.pages })
		.from(pageReads)
		.where(and(eq(pageReads.hour, hour), gt(pageReads.pages, limit)))
		.limit(mostPeople);
}

function pagesSince({ db }: Context, since: Date, limit: number): Promise<Found[]> {
	const pages = sum(pageReads.pages).mapWith(Number);
	return db
		.select({ staffId: pageReads.staffId, found: pages })
		.from(pageReads)
		.where(gte(pageReads.hour, since))
		.groupBy(pageReads.staffId)
		.having(gt(pages, limit))
		.limit(mostPeople);
}

async function contactsSince({ db }: Context, since: Date, limit: number): Promise<Found[]> {
	const rows = await db
		.select({ staffId: events.actorId, found: count() })
		.from(events)
		.where(
			and(
				inArray(events.kind, ['case.contact-revealed', 'staff.looked-up-phone']),
				gte(events.at, since),
				eq(events.actorKind, 'staff')
			)
		)
		.groupBy(events.actorId)
		.having(gt(count(), limit))
		.limit(mostPeople);
	return rows.flatMap(({ staffId, found }) => (staffId === null ? [] : [{ staffId, found }]));
}

type Alarm = Found & { measure: ReadingMeasure; spanAt: Date; limit: number };

function raiseAlarm(context: Context, { limit, ...alarm }: Alarm): Promise<boolean> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		const [raised] = await db
			.insert(readingAlarms)
			.values({ ...alarm, raisedAt: now })
			.onConflictDoNothing()
			.returning({ id: readingAlarms.id });
		if (!raised) return false;
		const { staffId, measure, found, spanAt } = alarm;
		const data = { alarmId: raised.id, measure, found, limit, spanAt: spanAt.toISOString() };
		await record(context, staffStream(staffId), 'staff.read-much', data);
		return true;
	});
}

/** Counts and alarms are kept 90 days. */
export async function forgetReading({ db, now }: Context): Promise<void> {
	const old = new Date(now.getTime() - readingKeptMs);
	await db.delete(pageReads).where(lt(pageReads.hour, old));
	await db.delete(readingAlarms).where(lt(readingAlarms.raisedAt, old));
}
