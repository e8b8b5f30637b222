import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '#lib/server/db/migrate.ts';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

describe('migrations', () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await freshDatabase();
		await database.sql.unsafe('drop schema public cascade; create schema public; drop schema drizzle cascade');
	});
	afterAll(() => database.drop());

	it('run once when four processes start together', async () => {
		await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(database.url)));
		const applied =
			await database.sql`select hash, count(*)::int as times from drizzle.__drizzle_migrations group by hash`;
		expect(applied.length).toBeGreaterThan(1);
		expect(applied.every(({ times }) => times === 1)).toBe(true);
		expect(await database.sql`select 1 from cases`).toHaveLength(0);
	});

	it('change nothing when there is nothing to do', async () => {
		const before = await database.sql`select * from drizzle.__drizzle_migrations`;
		await migrateDatabase(database.url);
		expect(await database.sql`select * from drizzle.__drizzle_migrations`).toEqual(before);
	});
});
