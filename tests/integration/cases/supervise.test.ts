import { afterAll, beforeAll, expect, it } from 'vitest';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { superviseCase } from '#lib/server/cases/supervise.ts';
import { urgeCase } from '#lib/server/cases/urge.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, openWorld, refusalOf, type World } from '../../support/world.ts';

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

it('催办 tells who is in charge, once a day, and neither moves the case nor reaches the resident', async () => {
	const { number, caseId } = await carry.processing();
	const before = await world.look(number);
	const urge = async (username: string, at = hours(5)) =>
		urgeCase(await world.as(username, at), number, {
			version: await carry.version(number),
			text: '请周五前给个说法。'
		});
	for (const username of ['shenhe', 'chengban']) expect(await refusalOf(urge(username))).toBe('case.not-yours');
	expect(await refusalOf(urge('jiedai'))).toBe('case.not-found');
	const events = await recorded(world, caseStream(caseId), async () => {
		await urge('duban');
		expect(await refusalOf(urge('fenpai', hours(6)))).toBe('case.urged-today');
		await urge('fenpai', days(1));
	});
	expect(events.map(({ kind }) => kind)).toEqual(['case.urged', 'case.urged']);
	expect(await world.look(number)).toEqual(before);
	const told = async (username: string) => (await findStaffCase(await world.as(username, days(2)), number)).timeline;
	for (const username of ['chengban', 'shenhe', 'duban'])
		expect(JSON.stringify(await told(username))).toContain('请周五前给个说法');
	const shown = await readTimeline(world.resident(caseId, days(2)), await world.look(number));
	expect(shown.map(({ kind }) => kind)).not.toContain('case.urged');

	// nobody urges themselves, and nothing that waits for the resident
	const own = await world.aCase();
	expect((await findStaffCase(await world.as('fenpai'), own.number)).can).not.toContain('urge');
	expect((await findStaffCase(await world.as('fenpai2'), own.number)).can).toContain('urge');
	const done = await carry.answered();
	expect((await findStaffCase(await world.as('duban', hours(21)), done.number)).can).not.toContain('urge');
});
