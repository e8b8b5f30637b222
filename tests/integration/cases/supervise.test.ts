import { afterAll, beforeAll, expect, it } from 'vitest';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { superviseCase } from '#lib/server/cases/supervise.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

it('takes a rating that fears retaliation off the supervisor’s list, and tells the unit nothing of it', async () => {
	const { number, caseId } = await carry.answered();
	const rating = { stars: 1, solved: 'not', tags: ['fear'], words: '' } as const;
	const { version } = await rateCase(world.resident(caseId, hours(30)), number, rating);
	const as = (username: string) => world.as(username, hours(31));
	expect((await findStaffCase(await as('duban'), number)).can).toContain('supervise');
	expect((await findStaffCase(await as('shenhe'), number)).can).not.toContain('supervise');
	const note = { version, text: '当面谈过，承办人回避。' };
	for (const username of ['shenhe', 'fenpai'])
		expect(await refusalOf(superviseCase(await as(username), number, note))).toBe('case.not-yours');

	const events = await recorded(world, caseStream(caseId), async () => {
		await superviseCase(await as('duban'), number, note);
		expect(await refusalOf(superviseCase(await as('duban'), number, note))).toBe('case.nothing-to-supervise');
	});
	expect(events).toMatchObject([{ kind: 'case.supervised', data: { duties: ['watch'] } }]);
	const timelineOf = async (username: string) => (await findStaffCase(await as(username), number)).timeline;
	expect(JSON.stringify(await timelineOf('duban'))).toContain('承办人回避');
	for (const username of ['shenhe', 'fenpai'])
		expect(JSON.stringify(await timelineOf(username))).not.toContain('承办人');
	expect((await findStaffCase(await as('duban'), number)).can).not.toContain('supervise');
});
