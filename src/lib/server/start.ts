import path from 'node:path';
import { sql as query } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import type { Actor } from '../domain/permissions.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { connect, type Database } from './db/connect.ts';
import { openEmbedded } from './db/embedded.ts';
import { migrateDatabase } from './db/migrate.ts';
import { openPulse } from './db/pulse.ts';
import { keepDelivering, type Listener } from './events/deliver.ts';
import { startJobs } from './jobs/runner.ts';
import type { TaskReport } from './jobs/task-report.ts';
import { soundAllAlarms } from './jobs/watch-clocks.ts';
import { openLog, outline } from './log.ts';
import { openRoads } from './notify/channels/open.ts';
import { keepSending } from './notify/keep-sending.ts';
import { tell } from './notify/tell.ts';
import { type Live, openLive } from './realtime/live.ts';
import { keepFigures } from './stats/keep-figures.ts';

/** The started parts of one process. */
export type House = {
	config: Config;
	log: Logger;
	db: Database;
	sql: Sql;
	live: Live;
	/** Resolves when the database answers; rejects within 2 seconds when it does not. Ask before beginning an act. */
	ready: () => Promise<void>;
	/** The context of one act: who, when. */
	contextFor: <A extends Actor>(actor: A, now?: Date) => Context<A>;
	stop: () => Promise<void>;
};

/**
 * Puts the parts together: database (embedded when no DATABASE_URL is set), migrations, live streams, delivery,
 * messages, jobs.
 * Throws when the database cannot be reached; the caller may try again.
 */
export async function startHouse(config: Config, { jobs = true } = {}): Promise<House> {
	const log = openLog(config.logLevel);
	const embedded = config.databaseUrl ? null : await openEmbedded(config.dataDir, ['huiyin']);
	const url = config.databaseUrl || embedded?.url('huiyin') || '';
	await migrateDatabase(config.databaseOwnerUrl || url);
	const { db, sql, close } = connect(url, { max: config.poolSize });
	const onFault = (fault: unknown) => log.error({ fault: outline(fault) }, 'a background task failed');
	if (embedded) log.warn('embedded PostgreSQL: for trying out and developing; an office sets DATABASE_URL');
	if (await mayChangeLedger(db))
		log.warn('the ledger is append-only by trigger only: connect as huiyin_app and set DATABASE_OWNER_URL');

	const live = await openLive(sql);
	// a minute is long where life is in danger: what came in rings at once, and what a crash left by the task
	const alarms = atMostEvery(1000, () => soundAllAlarms(forJob('sound-alarms')).catch(onFault));
	const listener: Listener = async (heard) => {
		await live.tell(heard);
		if (heard.some(({ kind }) => kind === 'case.submitted')) alarms.wake();
	};
	const delivery = keepDelivering(db, 'live', listener, { onFault });
	const roads = openRoads(config);
	const telling = keepDelivering(
		db,
		'notify',
		(heard, forgetting) => tell({ ...contextFor({ kind: 'system', job: 'notify' }), db: forgetting }, roads, heard),
		{ onFault, most: 200 }
	);
	// figures may be a second old; filing must not wait for them
	const counting = keepDelivering(db, 'stats', (heard, forgetting) => keepFigures(forgetting, heard), {
		...{ onFault, everyMs: 1000, most: 200 }
	});
	const contextFor: House['contextFor'] = (actor, now = new Date()) => ({
		db,
		actor,
		now,
		secrets: config.secrets,
		filesDir: path.join(config.dataDir, 'files'),
		numberPrefix: config.numberPrefix,
		announce: () => {
			delivery.wake();
			telling.wake();
			counting.wake();
		}
	});
	// a line of its own: pg-boss opens transactions by hand, which a pool must not
	const jobLine = jobs ? connect(url, { max: 1, patient: true }) : null;
	const onReport = (task: string, report: TaskReport) =>
		log[report.orphans || report.broken ? 'warn' : 'info']({ task, ...report }, 'a timed task has reported');
	const forJob = (job: string) => contextFor({ kind: 'system', job });
	const runner = jobLine && (await startJobs(jobLine.sql, forJob, onFault, onReport));
	const sending = jobs ? keepSending(() => contextFor({ kind: 'system', job: 'notify' }), roads, { onFault }) : null;
	return {
		config,
		log,
		db,
		sql,
		live,
		ready: openPulse(sql, 2000),
		contextFor,
		stop: async () => {
			await runner?.stop();
			await jobLine?.close();
			await sending?.stop();
			await counting.stop();
			await telling.stop();
			await delivery.stop();
			await alarms.stop();
			await live.stop();
			await close();
			await embedded?.stop();
		}
	};
}

async function mayChangeLedger(db: Database): Promise<boolean> {
	const [row] = await db.execute<{ may: boolean }>(
		query`select has_table_privilege(current_user, 'events', 'update') as may`
	);
	return row?.may ?? false;
}

/** Does the work when woken, but no more often than this; one more time after the last wake. */
function atMostEvery(ms: number, work: () => Promise<void>): { wake: () => void; stop: () => Promise<void> } {
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<void> = Promise.resolve();
	let lastAt = -Infinity;
	return {
		wake: () => {
			timer ??= setTimeout(
				() => {
					timer = null;
					lastAt = performance.now();
					running = running.then(work);
				},
				Math.max(0, lastAt + ms - performance.now())
			);
		},
		stop: async () => {
			if (timer) clearTimeout(timer);
			await running;
		}
	};
}
