import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countReading } from '#lib/server/audit/count-reading.ts';
import { countOversight, listCases, listReadings, listReveals, seeReading } from '#lib/server/audit/oversight.ts';
import { findReport } from '#lib/server/audit/task-reports.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { lookUpPhone } from '#lib/server/cases/look-up-phone.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { superviseCase } from '#lib/server/cases/supervise.ts';
import { messages } from '#lib/server/db/schema/messages.ts';
import { pageReads, readingAlarms } from '#lib/server/db/schema/watching.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { listInbox, countUnread } from '#lib/server/notify/queries/inbox.ts';
import { tell } from '#lib/server/notify/tell.ts';
import { changeLimit } from '#lib/server/office/change-limit.ts';
import { carrier } from '../../../support/carry.ts';
import { desk } from '../../../support/desk.ts';
import { clockOf } from '../../../support/clock.ts';
import { recorded } from '../../../support/ledger.ts';
import { openTestRoads } from '../../../support/telling.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

const { roads } = openTestRoads();
const contact = { name: '林女士', phone: '13800138000', email: '' };
let world: World;
let carry: ReturnType<typeof carrier>;
let clock: ReturnType<typeof clockOf>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	clock = clockOf(world);
});
afterAll(() => world.close());

const numbersIn = async (list: Parameters<typeof listCases>[1], now: Date, username = 'duban') =>
	(await listCases(await world.as(username, now), list, null)).rows.map(({ number }) => number);

describe('留言', () => {
	it('acceptance 29: without an answer for more than 25 days raises an alarm, once, and again after as long', async () => {
		const { number, caseId } = await carry.processing();
		const answered = await carry.answered();
		const task = (now: Date) => recorded(world, `case:${caseId}`, () => clock.runThrice('alarm-unanswered', now));
		// the day of filing and 25 more: to the end of 28 November
		expect(await task(new Date('2026-11-28T15:59:00Z'))).toEqual([]);
		const raised = await task(new Date('2026-11-28T16:00:00Z'));
		const data = { since: noon.toISOString(), days: 25 };
		expect(raised).toEqual([{ kind: 'case.unanswered-alarmed', by: null, data }]);
		expect((await world.kinds(answered.caseId)).includes('case.unanswered-alarmed')).toBe(false);
		expect(await numbersIn('unanswered', days(26))).toEqual([number]);
		expect((await countOversight(await world.as('duban', days(26)))).unanswered).toBe(1);

		await superviseCase(await world.as('duban', days(26)), number, {
			version: await carry.version(number),
			text: '已约谈承办单位，三天内答复。'
		});
		expect(await numbersIn('unanswered', days(27))).toEqual([]);
		expect(await task(days(40))).toEqual([]);
		expect((await task(days(52))).map(({ kind }) => kind)).toEqual(['case.unanswered-alarmed']);
	});

	it('acceptance 29: is put before the supervisors in their inbox', async () => {
		const { caseId, number } = await carry.processing({}, days(1));
		await clock.run('alarm-unanswered', days(28));
		const heard = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, `case:${caseId}`));
		await tell(world.system(days(28)), roads, heard);
		const { rows } = await listInbox(await world.as('duban', days(28)), null);
		expect(rows.some((row) => row.kind === 'unanswered' && row.number === number)).toBe(true);
	});
});

describe('督办台', () => {
	it('shows what is overdue, silent and reworked, what waits longest first, and counts alike', async () => {
		const now = days(9);
		const [first, second] = [await carry.processing({}, hours(1)), await carry.processing({}, days(1))];
		const list = await numbersIn('overdue', now);
		expect(list.indexOf(first.number)).toBeGreaterThanOrEqual(0);
		expect(list.indexOf(first.number)).toBeLessThan(list.indexOf(second.number));
		const counts = await countOversight(await world.as('fenguan', now));
		expect(counts.overdue).toBe(list.length);
		await clock.run('owe-notice', now);
		const silent = await numbersIn('silent', now);
		expect(silent).toContain(first.number);
		// the same as the list of the queue
		expect((await desk(world).counts('duban', now)).silent).toBe(silent.length);
	});

	it('hides what somebody is excluded from, and is for supervisors and lead officials alone', async () => {
		const { number } = await carry.processing({}, hours(2));
		const supervisor = await world.as('duban', days(9));
		const before = (await countOversight(supervisor)).overdue;
		await excludeFromCase(await world.as('fenpai', days(2)), number, {
			version: await carry.version(number),
			excluded: { unitId: null, staffId: supervisor.actor.id }
		});
		expect(await numbersIn('overdue', days(9))).not.toContain(number);
		expect((await countOversight(supervisor)).overdue).toBe(before - 1);
		for (const username of ['fenpai', 'shenhe', 'chengban', 'guanli', 'shenji', 'jiedai']) {
			const other = await world.as(username);
			expect(await refusalOf(countOversight(other))).toBe('case.not-found');
			expect(await refusalOf(listReveals(other, null))).toBe('case.not-found');
			expect(await refusalOf(listReadings(other))).toBe('case.not-found');
			expect(await refusalOf(seeReading(other, 1))).toBe('case.not-found');
		}
	});

	it('says who looked at a contact in the last 30 days, when, why and of which number, and no contact', async () => {
		const { number } = await world.aCase({ identity: 'contact', contact });
		const words = '到现场前先打电话确认位置。';
		await revealContact(await world.as('fenpai', hours(3)), number, { reason: 'find-place', words });
		const { rows } = await listReveals(await world.as('duban', days(1)), null);
		expect(rows).toMatchObject([{ account: 'fenpai', number, reason: 'find-place', at: hours(3) }]);
		expect(JSON.stringify(rows)).not.toMatch(/13800138000|林女士|确认位置/);
		expect((await listReveals(await world.as('duban', days(31)), null)).rows).toEqual([]);
	});
});

describe('大量查看', () => {
	const now = days(3);
	it('is counted by person and hour, without which case, and a page that renews itself counts once', async () => {
		const reader = await world.as('chengban', now);
		for (const number of ['MQ-1', 'MQ-2', 'MQ-2', 'MQ-1', 'MQ-3']) await countReading(reader, number);
		expect(await world.db.select().from(pageReads)).toEqual([
			{ staffId: reader.actor.id, hour: new Date('2026-11-06T04:00:00Z'), pages: 3 }
		]);
	});

	it('above the office’s figure raises an alarm once, and the supervisor hears of it', async () => {
		const reader = await world.as('chengban', now);
		await changeLimit(await world.as('guanli', noon), 'alarm.pagesAnHour', 20);
		const run = () => recorded(world, `staff:${reader.actor.id}`, () => clock.runThrice('watch-reading', now));
		for (let page = 4; page <= 20; page++) await countReading(reader, `MQ-${page}`);
		expect(await run()).toEqual([]);
		await countReading(reader, 'MQ-21');
		const raised = await run();
		expect(raised).toMatchObject([
			{ kind: 'staff.read-much', by: null, data: { measure: 'pages-hour', found: 21, limit: 20 } }
		]);
		const supervisor = await world.as('duban', now);
		const told = await world.db.select().from(events).where(eq(events.kind, 'staff.read-much'));
		for (let twice = 0; twice < 2; twice++) await tell(world.system(now), roads, told);
		expect(await world.db.$count(messages, eq(messages.kind, 'bulk-reading'))).toBe(1);
		expect((await listInbox(supervisor, null)).rows[0]).toMatchObject({ kind: 'bulk-reading', number: null });
		expect(await countUnread(supervisor)).toBeGreaterThan(0);
		expect((await countOversight(supervisor)).readings).toBe(1);

		const [alarm] = await listReadings(supervisor);
		expect(alarm).toMatchObject({ measure: 'pages-hour', found: 21, isOwn: false, seenAt: null });
		const seen = await recorded(world, `staff:${reader.actor.id}`, () => seeReading(supervisor, alarm?.id ?? 0));
		const alarmId = alarm?.id;
		expect(seen).toEqual([{ kind: 'staff.reading-seen', by: supervisor.actor.id, data: { alarmId } }]);
		expect(await refusalOf(seeReading(supervisor, alarm?.id ?? 0))).toBe('case.not-found');
		expect((await countOversight(supervisor)).readings).toBe(0);
	});

	it('of contacts and phones counts together, and nobody looks into their own', async () => {
		await changeLimit(await world.as('guanli', noon), 'alarm.contactsADay', 3);
		const clerk = await world.as('jiedai', days(5));
		for (let times = 0; times < 4; times++)
			await lookUpPhone(clerk, { phone: contact.phone, reason: '本人忘了编号。' });
		const raised = await recorded(world, `staff:${clerk.actor.id}`, () => clock.run('watch-reading', days(5)));
		expect(raised).toMatchObject([{ kind: 'staff.read-much', data: { measure: 'contacts-day', found: 4, limit: 3 } }]);
		const supervisor = await world.as('duban', days(5));
		const values = { staffId: supervisor.actor.id, measure: 'pages-day', spanAt: days(5), found: 999 } as const;
		const [own] = await world.db
			.insert(readingAlarms)
			.values({ ...values, raisedAt: days(5) })
			.returning();
		expect(await refusalOf(seeReading(supervisor, own?.id ?? 0))).toBe('case.second-person');
		await seeReading(await world.as('fenguan', days(5)), own?.id ?? 0);
	});

	it('is forgotten after 90 days', async () => {
		await clock.run('forget-expired', days(94));
		expect(await world.db.$count(pageReads)).toBe(0);
	});
});

it('the orphan check keeps its last result, and the ledger is valid', async () => {
	await clock.run('check-orphans', days(60));
	const report = await findReport({ db: world.db }, 'check-orphans');
	expect(report).toEqual({ task: 'check-orphans', at: days(60), report: { orphans: 0, caseIds: [] } });
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
