import path from 'node:path';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { sql } from 'drizzle-orm';
import { connect } from './connect.ts';

/** Any number: all processes of one deployment must agree on it. */
const lockId = 5_218_041;

/**
 * Brings a database to the newest schema. drizzle's migrator takes no lock, so an advisory one is held: of processes
 * that start together one migrates, the others wait and find nothing to do. Each migration is all or nothing.
 */
export async function migrateDatabase(url: string, folder = path.resolve('drizzle')): Promise<void> {
	const { db, close } = connect(url, { max: 1, patient: true });
	try {
		await db.execute(sql`select pg_advisory_lock(${lockId})`);
		await migrate(db, { migrationsFolder: folder });
	} finally {
		await close();
	}
}
