import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { taskReports } from '../db/schema/watching.ts';

type Report = typeof taskReports.$inferSelect.report;

/** Keeps what a timed task reported, in place of what it reported before. */
export async function keepReport({ db, now }: Pick<Context, 'db' | 'now'>, task: string, report: Report) {
	const row = { at: now, report };
	await db
		.insert(taskReports)
		.values({ task, ...row })
		.onConflictDoUpdate({ target: taskReports.task, set: row });
}

/** What a timed task reported last, or null before its first time. */
export async function findReport({ db }: Pick<Context, 'db'>, task: string) {
	const [last] = await db.select().from(taskReports).where(eq(taskReports.task, task)).limit(1);
	return last ?? null;
}
