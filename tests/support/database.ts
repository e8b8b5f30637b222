import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { connect, type Connection } from '../../src/lib/server/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded.ts';
import { migrateDatabase } from '../../src/lib/server/db/migrate.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Address of a server's database with `%` where the database's name goes. */
		databaseServer: string;
		databaseTemplate: string;
	}
}

/** A database of one test file's own, already migrated. `drop` it in `afterAll`. */
export type TestDatabase = Connection & { url: string; drop: () => Promise<void> };

const keptMs = 3_600_000;

/**
 * Before all integration tests: starts or adopts a PostgreSQL under .data/test (or takes TEST_DATABASE_URL, whose role
 * may create databases), and migrates one template for this state of the migrations.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const given = process.env.TEST_DATABASE_URL;
	const embedded = given ? null : await openEmbedded(path.resolve('.data/test'), []);
	const server = given ? withName(given) : (embedded?.url('%') ?? '');
	const template = `huiyin_template_${stateOfMigrations()}`;
	await makeTemplate(server, template);
	project.provide('databaseServer', server);
	project.provide('databaseTemplate', template);
	return async () => embedded?.stop();
}

/** Clones the migrated template (some 50 ms). Durability stays as in production, but for waiting on the disk. */
export async function freshDatabase(): Promise<TestDatabase> {
	const server = inject('databaseServer');
	const name = `huiyin_test_${Date.now()}_${randomBytes(4).toString('hex')}`;
	await administer(server, async (sql) => {
		await sql`create database ${sql(name)} template ${sql(inject('databaseTemplate'))}`;
		await sql`alter database ${sql(name)} set synchronous_commit = off`;
	});
	const url = server.replace('%', name);
	const connection = connect(url, { max: 4 });
	return {
		...connection,
		url,
		drop: async () => {
			await connection.close();
			await administer(server, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
		}
	};
}

async function makeTemplate(server: string, template: string): Promise<void> {
	await administer(server, async (sql) => {
		// several runs may share one server
		await sql`select pg_advisory_lock(7411)`;
		await dropOld(sql, template);
		const [found] = await sql`select 1 from pg_database where datname = ${template} and datistemplate`;
		if (found) return;
		await sql`drop database if exists ${sql(template)} with (force)`;
		await sql`create database ${sql(template)}`;
		await migrateDatabase(server.replace('%', template));
		await sql`alter database ${sql(template)} is_template true`;
	});
}

/** What a killed run left behind, and templates of earlier migrations. */
async function dropOld(sql: postgres.Sql, template: string): Promise<void> {
	const rows = await sql<{ name: string; isTemplate: boolean }[]>`
		select datname as name, datistemplate as "isTemplate" from pg_database where datname like 'huiyin!_te%' escape '!'`;
	for (const { name, isTemplate } of rows) {
		const madeAt = Number(/^huiyin_test_(\d+)_/.exec(name)?.[1] ?? Infinity);
		if (isTemplate ? name === template : Date.now() - madeAt < keptMs) continue;
		if (isTemplate) await sql`alter database ${sql(name)} is_template false`;
		await sql`drop database if exists ${sql(name)} with (force)`;
	}
}

async function administer(server: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
	const { sql, close } = connect(server.replace('%', 'postgres'), { max: 1, patient: true });
	try {
		await work(sql);
	} finally {
		await close();
	}
}

function stateOfMigrations(): string {
	const hash = createHash('sha256');
	for (const name of readdirSync('drizzle').sort())
		if (name.endsWith('.sql')) hash.update(readFileSync(`drizzle/${name}`));
	return hash.digest('hex').slice(0, 12);
}

function withName(url: string): string {
	const parsed = new URL(url);
	parsed.pathname = '/%';
	return parsed.href.replace('%25', '%');
}
