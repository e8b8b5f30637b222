import { and, asc, eq, isNotNull, lt, lte, sql } from 'drizzle-orm';
import { readStoredNumber } from '../../domain/case-number.ts';
import { closeUnrated } from '../cases/close-unrated.ts';
import { lapseInfo } from '../cases/lapse-info.ts';
import type { Context } from '../context.ts';
import { caseSessions, codeHandovers } from '../db/schema/case-access.ts';
import { cases } from '../db/schema/cases.ts';
import { drafts } from '../db/schema/drafts.ts';
import { staffSessions } from '../db/schema/staff.ts';
import { sweepFiles } from '../attachments/sweep-files.ts';

/** How many cases one round of a timed task takes; the next round takes the rest. */
const batch = 200;

type TimedTask = {
	name: string;
	/** Cron, Asia/Shanghai. */
	cron: string;
	run: (context: Context) => Promise<void>;
};

/** The one table of everything that happens by the clock. Each task bears being run twice (trust D14). */
export const schedule: readonly TimedTask[] = [
	{ name: 'close-unrated', cron: '*/5 * * * *', run: closeAllUnrated },
	{ name: 'lapse-info', cron: '*/5 * * * *', run: lapseAllInfo },
	{ name: 'forget-expired', cron: '17 * * * *', run: forgetExpired },
	{ name: 'sweep-files', cron: '41 3 * * *', run: sweepFiles }
];

async function closeAllUnrated(context: Context): Promise<void> {
	const due = await context.db
		.select({ number: cases.number })
		.from(cases)
		.where(and(eq(cases.state, 'answered'), lte(cases.dueAt, context.now)))
		.orderBy(asc(cases.dueAt))
		.limit(batch);
	for (const { number } of due) await closeUnrated(context, readStoredNumber(number));
}

async function lapseAllInfo(context: Context): Promise<void> {
	const due = await context.db
		.select({ number: cases.number })
		.from(cases)
		.where(and(eq(cases.state, 'need_info'), isNotNull(cases.supplyBy), lte(cases.supplyBy, context.now)))
		.orderBy(asc(cases.id))
		.limit(batch);
	for (const { number } of due) await lapseInfo(context, readStoredNumber(number));
}

/** Drafts, sessions and hand-overs whose time is up. What they named was never part of the ledger. */
async function forgetExpired({ db, now }: Context): Promise<void> {
	await db.delete(drafts).where(lt(drafts.expiresAt, now));
	await db.delete(caseSessions).where(lt(caseSessions.expiresAt, now));
	await db.delete(codeHandovers).where(lt(codeHandovers.expiresAt, now));
	await db
		.delete(staffSessions)
		.where(lt(staffSessions.expiresAt, sql`${now.toISOString()}::timestamptz - interval '1 day'`));
}
