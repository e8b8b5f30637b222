import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { events } from '../../../../src/lib/server/db/schema/events.ts';
import { verifyLedger } from '../../../../src/lib/server/events/verify.ts';
import { changeDay } from '../../../../src/lib/server/office/change-settings.ts';
import { openWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

it('a stream that several begin at once has each event in its place', async () => {
	const administrator = await world.as('guanli');
	// as many connections as the pool has, awake before the race
	await Promise.all(Array.from({ length: 4 }, () => world.db.execute(sql`select pg_sleep(0.1)`)));
	const days = Array.from({ length: 6 }, (_, at) => `2027-03-0${at + 1}`);
	await Promise.all(days.map((day) => changeDay(administrator, { day, kind: 'holiday', name: '试' })));
	const kept = await world.db.select().from(events).where(eq(events.stream, 'settings'));
	expect(kept.map(({ position }) => position).sort()).toEqual([1, 2, 3, 4, 5, 6]);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
