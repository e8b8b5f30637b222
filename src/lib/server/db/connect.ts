import { drizzle } from 'drizzle-orm/postgres-js';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { steady } from './steady.ts';

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Connection = { db: Database; sql: postgres.Sql; close: () => Promise<void> };

/**
 * Opens a pool on a PostgreSQL. Waiting is bounded everywhere (connect 2 s, statement 2.5 s, lock 2 s), so that a
 * database that is away costs a visitor at most 3 seconds (trust D5, D6). `postgres:///name?host=/folder&user=u`
 * reaches a unix socket; `?sslmode=require` or `verify-full` keeps the line secret.
 */
export function connect(url: string, { max = 10, patient = false } = {}): Connection {
	const sql = postgres(url.split('?')[0] ?? url, {
		...socketOf(url),
		max,
		connect_timeout: 2,
		backoff: () => 0.2,
		idle_timeout: 60,
		max_lifetime: 1800,
		onnotice: () => {},
		connection: {
			application_name: 'huiyin',
			...(patient ? {} : { statement_timeout: 2500, lock_timeout: 2000 }),
			idle_in_transaction_session_timeout: 10_000
		}
	});
	const db = drizzle(steady(sql), { casing: 'snake_case' });
	return { db, sql, close: () => sql.end({ timeout: 5 }) };
}

function socketOf(url: string): { host?: string; username?: string; ssl?: 'require' | 'verify-full' } {
	const query = new URLSearchParams(url.split('?')[1] ?? '');
	const host = query.get('host');
	const username = query.get('user');
	const mode = query.get('sslmode') ?? '';
	// verify-ca asks for less than verify-full gives; prefer and allow are no promise
	const ssl = mode.startsWith('verify') ? 'verify-full' : mode === 'require' ? 'require' : null;
	return { ...(host ? { host } : {}), ...(username ? { username } : {}), ...(ssl ? { ssl } : {}) };
}
