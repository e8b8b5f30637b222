import { drizzle } from 'drizzle-orm/postgres-js';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Connection = { db: Database; sql: postgres.Sql; close: () => Promise<void> };

/**
 * Opens a pool on a PostgreSQL. Waiting is bounded everywhere (connect 2 s, statement 2.5 s, lock 2 s), so that a
 * database that is away costs a visitor at most 3 seconds (trust D5, D6).
 */
export function connect(url: string, { max = 10 }: { max?: number } = {}): Connection {
	const sql = postgres(url, {
		max,
		connect_timeout: 2,
		idle_timeout: 60,
		max_lifetime: 1800,
		onnotice: () => {},
		connection: {
			application_name: 'huiyin',
			statement_timeout: 2500,
			lock_timeout: 2000,
			idle_in_transaction_session_timeout: 10_000
		}
	});
	const db = drizzle(sql, { casing: 'snake_case' });
	return { db, sql, close: () => sql.end({ timeout: 5 }) };
}
