import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, inTransaction, sendAlong } from '#lib/server/context.ts';
import { openWorld, type World } from '../../support/world.ts';

describe('a transaction whose statements are sent along', () => {
	let world: World;
	beforeAll(async () => {
		world = await openWorld();
		await world.database.sql`create table kept (who text not null unique)`;
	});
	afterAll(() => world.close());

	const put = ({ db }: Context, who: string) => db.execute(sql`insert into kept values (${who})`);
	const kept = async () => (await world.database.sql<{ who: string }[]>`select who from kept`).map(({ who }) => who);

	it('keeps what was sent along with its commit', async () => {
		await inTransaction(world.system(), async (context) => sendAlong(context, put(context, 'one')));
		expect(await kept()).toEqual(['one']);
	});

	it('fails, and keeps nothing, when the last of them fails at the commit', async () => {
		const act = inTransaction(world.system(), async (context) => {
			await put(context, 'two');
			sendAlong(context, put(context, 'one'));
			return 'done';
		});
		await expect(act).rejects.toThrow();
		expect(await kept()).toEqual(['one']);
	});

	it('fails when one of them fails before others', async () => {
		const act = inTransaction(world.system(), async (context) => {
			sendAlong(context, put(context, 'one'));
			sendAlong(context, put(context, 'three'));
		});
		await expect(act).rejects.toThrow();
		expect(await kept()).toEqual(['one']);
	});
});
