import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { migrateDatabase } from '#lib/server/db/migrate.ts';
import { startJobs } from '#lib/server/jobs/runner.ts';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

describe('the role huiyin_app', () => {
	let database: TestDatabase;
	let app: Connection;
	beforeAll(async () => {
		database = await freshDatabase();
		const { sql, url } = database;
		await sql.unsafe(`drop schema public, drizzle, pgboss cascade; create schema public;
			grant usage on schema public to public;
			do $$ begin create role huiyin_app login; exception when duplicate_object or unique_violation then null; end $$`);
		await migrateDatabase(url);
		app = connect(asApp(url), { max: 1, patient: true });
	});
	afterAll(async () => {
		await app.close();
		await database.drop();
	});

	it('reads and appends events, and may do nothing else to them', async () => {
		// the grant alone: the triggers are out of the way
		await database.sql`alter table events disable trigger all`;
		await app.sql`insert into events (stream, position, kind, actor_kind, at, data, hash) values ('settings', 1, 'x', 'system', now(), '{}', '\\x00')`;
		expect(await app.sql`select stream from events`).toHaveLength(1);
		for (const statement of [
			"update events set kind = 'y'",
			'delete from events',
			'truncate events',
			'drop table events'
		])
			await expect(app.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
		const [row] = await app.sql`select has_table_privilege(current_user, 'events', 'update') as may`;
		expect(row).toEqual({ may: false });
	});

	it('owns nothing but the job queue', async () => {
		const owned = await app.sql`select nspname from pg_namespace where nspowner = current_user::regrole`;
		expect(owned).toEqual([{ nspname: 'pgboss' }]);
		expect(
			await app.sql`select relname from pg_class where relowner = current_user::regrole and relnamespace = 'public'::regnamespace`
		).toEqual([]);
	});

	it('runs the jobs', async () => {
		const faults: unknown[] = [];
		const jobs = await startJobs(
			app.sql,
			() => {
				throw new Error('no job is due');
			},
			(fault) => faults.push(fault)
		);
		await jobs.stop();
		expect(faults).toEqual([]);
	});

	it('gets the tables of later migrations', async () => {
		await database.sql`create table later (id bigint generated always as identity)`;
		await app.sql`insert into later default values`;
		expect(await app.sql`select count(*)::int as n from later`).toEqual([{ n: 1 }]);
	});
});

/** The same database, signed in as the lesser role. */
function asApp(url: string): string {
	if (url.includes('user=')) return url.replace(/user=[^&]*/, 'user=huiyin_app');
	const parsed = new URL(url);
	parsed.username = 'huiyin_app';
	return parsed.href;
}
