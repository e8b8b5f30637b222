import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { caseFigures } from '../../src/lib/server/db/schema/case-figures.ts';
import { cases } from '../../src/lib/server/db/schema/cases.ts';
import { deliver } from '../../src/lib/server/events/deliver.ts';
import { keepFigures } from '../../src/lib/server/stats/keep-figures.ts';
import { compareFigures } from '../../src/lib/server/stats/recount.ts';
import type { World } from './world.ts';

/** Lets the figures of a world hear all that has happened, as a house does within a second. */
export async function keepAllFigures({ database }: Pick<World, 'database'>): Promise<void> {
	while ((await deliver(database.db, 'stats', (heard, forgetting) => keepFigures(forgetting, heard))) > 0);
}

/** Every kept row is what its events tell, and what the case itself says where both say it. */
export async function expectFiguresTrue(world: World): Promise<void> {
	await keepAllFigures(world);
	const { cases: count, differences } = await compareFigures(world.db);
	expect(differences).toEqual([]);
	expect(count).toBe(await world.db.$count(cases));
	const rows = await world.db.select().from(caseFigures).innerJoin(cases, eq(cases.id, caseFigures.caseId));
	for (const { cases: one, case_figures: row } of rows) {
		const { submittedAt, channel, type, class: urgency, categoryCode, areaId, unitId } = one;
		expect(row).toMatchObject({ submittedAt, channel, type, class: urgency, categoryCode, areaId, unitId });
		const { firstDueAt, answerDueAt, answeredAt, extensions, pausedDays, longTermSince } = one;
		expect(row).toMatchObject({ firstDueAt, answerDueAt, answeredAt, extensions, pausedDays, longTermSince });
		const { closedAs, consentsToPublish: consents } = one;
		expect(row).toMatchObject({ closedAs, consents, mergedIntoId: one.state === 'merged' ? one.mainId : null });
		const owesAnswer = one.dueAt !== null && one.state !== 'answered' && one.state !== 'need_info';
		expect(row.owedDueAt).toEqual(owesAnswer ? one.dueAt : null);
		if (row.isListed) expect(row.noticeDueAt).toEqual(one.noticeDueAt);
	}
}
