import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases } from '#lib/server/db/schema/cases.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import samples from '#lib/server/seed/data/sample_cases.json' with { type: 'json' };
import { tellStories } from '#lib/server/seed/stories.ts';
import { shanghai } from '../../support/clock.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

/** Where the flow of each sample ends. */
const ends: Record<number, string> = {
	...{ 1: 'closed', 2: 'closed', 3: 'closed', 4: 'long_term', 5: 'closed', 6: 'merged' },
	...{ 7: 'rejected', 8: 'closed', 9: 'closed', 10: 'closed', 11: 'closed', 12: 'answered' }
};

it('the demo tells all twelve stories, each from its own moment to where it ends', async () => {
	const now = shanghai('2026-11-24 09:00');
	await tellStories({ db: world.db, contextFor: (actor, at = now) => world.contextFor(actor, at) }, now);
	const told = await world.db.select().from(cases).orderBy(asc(cases.submittedAt));
	const bySubmission = samples.toSorted((one, other) => one.submit.localeCompare(other.submit));
	expect(told.map(({ title, submittedAt, state }) => ({ title, submittedAt, state }))).toEqual(
		bySubmission.map(({ id, title, submit }) => ({ title, submittedAt: shanghai(submit), state: ends[id] }))
	);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
}, 60_000);
