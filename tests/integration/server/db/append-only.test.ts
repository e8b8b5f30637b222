import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

describe('the ledger is append-only', () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await freshDatabase();
		const { sql } = database;
		await sql`insert into events (stream, position, kind, actor_kind, at, data, hash) values ('settings', 1, 'x', 'system', now(), '{}', '\\x00')`;
		await sql`insert into texts (kind, body, nonce, digest, created_at) values ('matter', '路灯不亮', '\\x01', '\\x02', now())`;
	});
	afterAll(() => database.drop());

	it.each([
		"update events set kind = 'y'",
		'delete from events',
		'truncate events',
		'truncate events cascade',
		"update texts set body = '别的话'",
		'update texts set body = null',
		"update texts set body = null, nonce = null, digest = '\\x03'",
		'delete from texts',
		'truncate texts cascade'
	])('%s is refused, even to the owner', async (statement) => {
		await expect(database.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
	});

	it('lets a text be erased: body and nonce go, the digest stays', async () => {
		const { sql } = database;
		await sql`update texts set body = null, nonce = null`;
		expect(await sql`select body, nonce, digest from texts`).toEqual([
			{ body: null, nonce: null, digest: Buffer.from([2]) }
		]);
	});
});
