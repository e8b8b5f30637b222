import { setTimeout } from 'node:timers/promises';
import { sql as query } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

describe('a connection that is lost', () => {
	let database: TestDatabase;
	let line: Connection;
	beforeAll(async () => {
		database = await freshDatabase();
		await database.sql`create table kept (who text not null)`;
		line = connect(database.url, { max: 1 });
	});
	afterAll(async () => {
		await line.close();
		await database.drop();
	});

	const cutAll = () =>
		database.sql`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`;
	const kept = async () => (await database.sql<{ who: string }[]>`select who from kept`).map(({ who }) => who);

	it('takes its transaction along: what the work does later falls into nobody else’s', async () => {
		const begun = Promise.withResolvers<void>();
		const gate = Promise.withResolvers<void>();
		const late = Promise.withResolvers<unknown>();
		const first = line.db.transaction(async (tx) => {
			await tx.execute(query`insert into kept values ('lost')`);
			begun.resolve();
			await gate.promise;
			await tx.execute(query`insert into kept values ('late')`).then(late.resolve, late.resolve);
		});
		const lost = expect(first).rejects.toThrow();
		await begun.promise;
		await cutAll();
		await lost;
		// the pool has one connection: this is the same one, with a new line
		await line.db.transaction(async (tx) => {
			await tx.execute(query`insert into kept values ('another')`);
			gate.resolve();
			expect(await late.promise).toBeInstanceOf(Error);
			await tx.execute(query`insert into kept values ('another')`);
		});
		expect(await kept()).toEqual(['another', 'another']);
	});

	it('is replaced: after many losses in the middle of transactions the whole pool still answers', async () => {
		const { db, sql, close } = connect(database.url, { max: 3 });
		let isOver = false;
		const visitors = Array.from({ length: 12 }, async () => {
			while (!isOver)
				await db
					.transaction(async (tx) => {
						for (let step = 0; step < 3; step++) await tx.execute(query`insert into kept values ('visitor')`);
					})
					.catch(() => setTimeout(5));
		});
		for (let cuts = 0; cuts < 10; cuts++) {
			await setTimeout(100);
			await cutAll();
		}
		isOver = true;
		await Promise.all(visitors);
		const answers = await Promise.all(
			Array.from({ length: 9 }, () => sql`select pg_backend_pid() as pid, pg_sleep(0.05)`)
		);
		expect(new Set(answers.map(([row]) => row?.pid)).size).toBe(3);
		await close();
	});
});
