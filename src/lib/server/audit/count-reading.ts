import { sql } from 'drizzle-orm';
import { hourOf } from '../../domain/bulk-reading.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { pageReads } from '../db/schema/watching.ts';

/** What each person has open, in this process' memory alone: a page that renews itself is one reading. */
const opened = new Map<number, { hour: number; numbers: Set<string> }>();
const mostRemembered = 500;

/**
 * Counts that a member of staff opened a case in this hour. Which case is stored nowhere: the count is against bulk
 * reading, and no record of working time.
 */
export async function countReading({ db, actor, now }: Context<StaffActor>, number: string): Promise<void> {
	const hour = hourOf(now);
	const known = opened.get(actor.id);
	const mine = known?.hour === hour.getTime() ? known : { hour: hour.getTime(), numbers: new Set<string>() };
	if (mine.numbers.has(number)) return;
	if (mine.numbers.size < mostRemembered) mine.numbers.add(number);
	opened.set(actor.id, mine);
	await db
		.insert(pageReads)
		.values({ staffId: actor.id, hour, pages: 1 })
		.onConflictDoUpdate({ target: [pageReads.staffId, pageReads.hour], set: { pages: sql`${pageReads.pages} + 1` } });
}
