import { PgBoss } from 'pg-boss';
import type { Sql } from 'postgres';
import type { Context } from '../context.ts';
import { schedule } from './schedule.ts';
import type { TaskReport } from './task-report.ts';

/**
 * Runs the table of timed tasks through pg-boss on our own connection: each task once at a time in all processes,
 * retried with backoff, at Shanghai's hours. `contextFor` makes the clock's context for a job; `onReport` hears what a
 * task did in figures.
 */
export async function startJobs(
	sql: Sql,
	contextFor: (job: string) => Context,
	onFault: (fault: unknown) => void,
	onReport: (task: string, report: TaskReport) => void = () => {}
): Promise<{ stop: () => Promise<void> }> {
	const boss = new PgBoss({
		// a migration made it, and gave it to the app's role, which may make no schema itself
		createSchema: false,
		// of several statements in one text postgres.js gives a list of results; pg-boss wants the rows of all
		db: {
			executeSql: async (text, values) => {
				const result: unknown[] = await sql.unsafe(text, (values ?? []).map(plain));
				return { rows: result.flat() };
			}
		}
	});
	boss.on('error', onFault);
	await boss.start();
	for (const task of schedule) {
		await boss.createQueue(task.name, { policy: 'singleton', retryLimit: 5, retryBackoff: true });
		await boss.work(task.name, async () => {
			const report = await task.run(contextFor(task.name));
			if (report) onReport(task.name, report);
		});
		await boss.schedule(task.name, task.cron, null, { tz: 'Asia/Shanghai' });
	}
	return { stop: () => boss.stop({ graceful: true, timeout: 5000 }) };
}

/** postgres.js takes values as they are; pg-boss leaves objects to the driver. */
function plain(value: unknown): string | number | boolean | null | string[] {
	if (value === null || value === undefined) return null;
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
	if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
	return JSON.stringify(value);
}
