import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { areas } from '#lib/server/db/schema/areas.ts';
import { countTopics } from '#lib/server/stats/topics.ts';
import { carrier } from '../../../support/carry.ts';
import { days, hours, openWorld, refusalOf, type World } from '../../../support/world.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
let world: World;
let areaId: number;
beforeAll(async () => {
	world = await openWorld();
	const [area] = await world.db.select().from(areas).where(eq(areas.name, '石桥组'));
	areaId = area?.id ?? 0;
	const file = async (count: number, changes: Parameters<World['aCase']>[0], at = hours(0)) => {
		for (let one = 0; one < count; one++) await world.aCase(changes, at);
	};
	await file(6, { categoryCode: '0302', areaId });
	await file(7, { categoryCode: '0101', areaId });
	await file(3, { categoryCode: '1801', areaId });
	await file(5, { categoryCode: '0302', areaId }, days(40));
});
afterAll(() => world.close());

const duban = () => world.as('duban', days(1));

it('counts by kind and area, within the period to the minute, small cells hidden', async () => {
	const { kinds, areaIds, cells } = await countTopics(await duban(), november);
	expect([kinds, areaIds]).toEqual([['01', '03', '18'], [areaId]]);
	// the three of conduct are hidden, and of the others the smaller, or they would follow from the total
	expect(cells).toEqual([
		[7, 7],
		[null, null],
		[null, null],
		[16, 16]
	]);
	const december = await countTopics(await duban(), { from: '2026-12-01', to: '2026-12-31' });
	expect(december.cells).toEqual([
		[5, 5],
		[5, 5]
	]);
	expect((await countTopics(await duban(), { from: '2026-10-01', to: '2026-10-31' })).cells).toEqual([[0]]);
});

it('counts only what somebody may see', async () => {
	// the dispatcher finds nothing of 作风与服务
	const dispatcher = await countTopics(await world.as('fenpai', days(1)), november);
	expect(dispatcher.kinds).toEqual(['01', '03']);
	expect(dispatcher.cells).toEqual([
		[7, 7],
		[6, 6],
		[13, 13]
	]);
	const head = await world.as('shenhe', days(1));
	expect((await countTopics(head, november)).cells).toEqual([[0]]);
	const carry = carrier(world);
	const handled = [];
	for (let one = 0; one < 6; one++) handled.push(await carry.assigned({ categoryCode: '0302', areaId }));
	expect((await countTopics(head, november)).cells).toEqual([
		[6, 6],
		[6, 6]
	]);
	// who is recused from one counts five
	const [first] = handled;
	if (!first) throw new Error('no case');
	const excluded = { unitId: null, staffId: head.actor.id };
	await excludeFromCase(await world.as('fenpai', days(1)), first.number, {
		version: await carry.version(first.number),
		excluded
	});
	expect((await countTopics(head, november)).cells).toEqual([
		[5, 5],
		[5, 5]
	]);
});

it('is nobody’s who has no business with figures', async () => {
	for (const username of ['chengban', 'jiedai', 'huifang', 'gongkai', 'guanli', 'shenji'])
		expect(await refusalOf(countTopics(await world.as(username, days(1)), november))).toBe('case.not-found');
});
