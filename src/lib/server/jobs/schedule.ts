import { and, eq, lt, lte, sql } from 'drizzle-orm';
import { keepReport } from '../audit/task-reports.ts';
import { forgetReading, watchReading } from '../audit/watch-reading.ts';
import { verifyLedgerByNight } from '../audit/verify-ledger.ts';
import { closeUnrated } from '../cases/close-unrated.ts';
import { lapseInfo } from '../cases/lapse-info.ts';
import { findOrphans } from '../cases/queries/orphans.ts';
import { lapseSigning } from '../cases/lapse-signing.ts';
import type { Context } from '../context.ts';
import { caseSessions, codeHandovers } from '../db/schema/case-access.ts';
import { cases } from '../db/schema/cases.ts';
import { drafts } from '../db/schema/drafts.ts';
import { photoTickets } from '../db/schema/kiosks.ts';
import { bulkRuns } from '../db/schema/queue-tools.ts';
import { staffSessions } from '../db/schema/staff.ts';
import { forgetMessages } from '../notify/forget.ts';
import { countAccountBooks } from '../stats/count-account-books.ts';
import { sweepFiles } from '../attachments/sweep-files.ts';
import { forgetGone } from '../realtime/presence.ts';
import type { TaskReport } from './task-report.ts';
import { eachCase } from './each-case.ts';
import { planFollowUps } from './plan-follow-ups.ts';
import { archiveAll, eraseAllExpired } from './retention.ts';
import { writeAllImports } from './write-imports.ts';
import {
	alarmAllUnanswered,
	climbAllLadders,
	escalateAllAlarms,
	oweAllNotices,
	soundAllAlarms
} from './watch-clocks.ts';

type TimedTask = {
	name: string;
	/** Cron, Asia/Shanghai. */
	cron: string;
	/** Tells what it did where the operator wants to know. */
	run: (context: Context) => Promise<TaskReport | void>;
};

/** The one table of everything that happens by the clock. Each task bears being run twice (trust D14). */
export const schedule: readonly TimedTask[] = [
	{ name: 'sound-alarms', cron: '* * * * *', run: soundAllAlarms },
	{ name: 'escalate-alarms', cron: '* * * * *', run: escalateAllAlarms },
	{ name: 'climb-ladder', cron: '* * * * *', run: climbAllLadders },
	{ name: 'owe-notice', cron: '* * * * *', run: oweAllNotices },
	{ name: 'forget-presences', cron: '* * * * *', run: forgetGone },
	{ name: 'alarm-unanswered', cron: '* * * * *', run: alarmAllUnanswered },
	{ name: 'watch-reading', cron: '*/5 * * * *', run: watchReading },
	{ name: 'close-unrated', cron: '*/5 * * * *', run: closeAllUnrated },
	{ name: 'lapse-info', cron: '*/5 * * * *', run: lapseAllInfo },
	{ name: 'lapse-signing', cron: '* * * * *', run: lapseAllSigning },
	{ name: 'write-imports', cron: '* * * * *', run: writeAllImports },
	{ name: 'plan-follow-ups', cron: '37 * * * *', run: planFollowUps },
	{ name: 'count-account-books', cron: '5 * * * *', run: countAccountBooks },
	{ name: 'archive', cron: '11 3 * * *', run: archiveAll },
	{ name: 'erase-expired', cron: '23 3 * * *', run: eraseAllExpired },
	{ name: 'forget-expired', cron: '17 * * * *', run: forgetExpired },
	{ name: 'sweep-files', cron: '41 3 * * *', run: sweepFiles },
	{ name: 'verify-ledger', cron: '53 1 * * *', run: verifyLedgerByNight },
	{ name: 'check-orphans', cron: '7 4 * * *', run: countOrphans }
];

/** Nobody in charge, no due, no next step, or an end without a word: none is the promise. */
async function countOrphans(context: Context): Promise<TaskReport> {
	const { found, some } = await findOrphans(context);
	const report = { orphans: found, caseIds: some.map(({ id }) => id) };
	await keepReport(context, 'check-orphans', report);
	return report;
}

function closeAllUnrated(context: Context): Promise<void> {
	const isDue = and(eq(cases.state, 'answered'), lte(cases.dueAt, context.now));
	return eachCase(context, isDue, closeUnrated);
}

function lapseAllInfo(context: Context): Promise<void> {
	const isDue = and(eq(cases.state, 'need_info'), lte(cases.supplyBy, context.now));
	return eachCase(context, isDue, lapseInfo);
}

function lapseAllSigning(context: Context): Promise<void> {
	const isDue = and(eq(cases.state, 'assigned'), lte(cases.stepDueAt, context.now));
	return eachCase(context, isDue, lapseSigning);
}

/** Messages, drafts, sessions, hand-overs and tickets whose time is up. What they named was never part of the ledger. */
async function forgetExpired(context: Context): Promise<void> {
	const { db, now } = context;
	await forgetMessages(context);
	await forgetReading(context);
	await db.delete(drafts).where(lt(drafts.expiresAt, now));
	await db.delete(caseSessions).where(lt(caseSessions.expiresAt, now));
	await db.delete(codeHandovers).where(lt(codeHandovers.expiresAt, now));
	// a repeated post comes within minutes
	await db.delete(bulkRuns).where(lt(bulkRuns.startedAt, new Date(now.getTime() - 86_400_000)));
	// as long as the photos themselves wait: a kiosk may be off-line for days (sweep-files)
	const eightDaysAgo = new Date(now.getTime() - 8 * 86_400_000);
	await db.delete(photoTickets).where(lt(photoTickets.expiresAt, eightDaysAgo));
	await db
		.delete(staffSessions)
		.where(lt(staffSessions.expiresAt, sql`${now.toISOString()}::timestamptz - interval '1 day'`));
}
