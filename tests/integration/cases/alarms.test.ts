import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import type { Submission } from '#lib/domain/submission.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { answerAlarm } from '#lib/server/cases/answer-alarm.ts';
import { acceptAndAssign, assignCase } from '#lib/server/cases/assign.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { listAlarms } from '#lib/server/cases/queries/alarms.ts';
import { viewsOf } from '#lib/server/cases/queries/queue.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { submitCase } from '#lib/server/cases/submit.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { alarms } from '#lib/server/db/schema/duty-roster.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { carrier } from '../../support/carry.ts';
import { clockOf, minuteBefore, shanghai } from '../../support/clock.ts';
import { desk } from '../../support/desk.ts';
import { recorded } from '../../support/ledger.ts';
import { clearRoster, onRoster } from '../../support/roster.ts';
import { days, hours, noon, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let clock: ReturnType<typeof clockOf>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	clock = clockOf(world);
});
// each test has its own roster, and its alarms are over when it ends
afterEach(async () => {
	await clearRoster(world);
	await world.db.update(alarms).set({ answeredAt: days(90) });
});
afterAll(() => world.close());

const minutes = (count: number, from = noon) => new Date(from.getTime() + count * 60_000);
const urgent = (changes: Partial<Submission> = {}, now = noon) => world.aCase({ hasDanger: true, ...changes }, now);
const rings = async (username: string, number: CaseNumber, now: Date) =>
	(await listAlarms(await world.as(username, now))).some((alarm) => alarm.number === number);
const alarmEvents = (caseId: number, task: string, now: Date) =>
	recorded(world, caseStream(caseId), () => clock.runThrice(task, now));
const contact = { name: '林女士', phone: '13800138000', email: '' };

describe('an urgent case rings', () => {
	it('for the person on duty, once, within the minute, however it came', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const staffId = await world.staffId('chengban2');
		const [byWeb, byKiosk] = [await urgent(), await urgent({ channel: 'kiosk' })];
		const byDesk = await submitCase(
			await world.as('jiedai'),
			world.submission({ channel: 'reception', hasDanger: true })
		);
		const events = await recorded(world, caseStream(byWeb.caseId), () => clock.runThrice('sound-alarms', noon));
		expect(events).toMatchObject([{ kind: 'case.alarm-sounded', by: null, data: { staffId } }]);
		for (const { number } of [byWeb, byKiosk, byDesk]) {
			expect(await rings('chengban2', number, noon)).toBe(true);
			for (const username of ['chengban', 'duban', 'fenguan', 'fenpai'])
				expect(await rings(username, number, noon)).toBe(false);
		}
		expect(await alarmEvents(byWeb.caseId, 'sound-alarms', hours(3))).toEqual([]);
	});

	it('for nobody where it is not urgent, or was taken up before', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const [ordinary, taken] = [await world.aCase(), await urgent()];
		await acceptCase(await world.as('fenpai'), taken.number, 1);
		for (const { caseId } of [ordinary, taken]) expect(await alarmEvents(caseId, 'sound-alarms', noon)).toEqual([]);
	});

	it('for the supervisors at once where nobody is on duty, and for the lead official after 15 minutes', async () => {
		await onRoster(world, 'chengban2', hours(1), hours(12));
		const { caseId, number } = await urgent();
		const events = await alarmEvents(caseId, 'sound-alarms', noon);
		expect(events).toMatchObject([{ kind: 'case.alarm-sounded', data: { staffId: null } }]);
		expect(await rings('duban', number, noon)).toBe(true);
		expect(await rings('fenguan', number, noon)).toBe(false);
		await clock.run('escalate-alarms', minutes(15));
		expect(await rings('fenguan', number, minutes(15))).toBe(true);
		// whoever comes on duty meanwhile is rung too
		expect(await rings('chengban2', number, hours(1))).toBe(true);
	});

	it('goes up after 15 minutes without a sign, in the minute, once', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const { caseId, number } = await urgent();
		await clock.run('sound-alarms', noon);
		expect(await alarmEvents(caseId, 'escalate-alarms', minuteBefore(minutes(15)))).toEqual([]);
		expect(await rings('duban', number, minutes(14))).toBe(false);
		const events = await alarmEvents(caseId, 'escalate-alarms', minutes(15));
		expect(events.map(({ kind, by }) => [kind, by])).toEqual([['case.alarm-escalated', null]]);
		for (const username of ['chengban2', 'duban', 'fenguan'])
			expect(await rings(username, number, minutes(15))).toBe(true);
		expect(await alarmEvents(caseId, 'escalate-alarms', hours(2))).toEqual([]);
	});

	it('is silenced by 应响铃: of two who press, the first counts', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const { caseId, number } = await urgent();
		await clock.run('sound-alarms', noon);
		const onDuty = await world.as('chengban2', minutes(5));
		expect((await findStaffCase(onDuty, number)).can[0]).toBe('answer-alarm');
		for (const username of ['chengban', 'shenhe', 'jiedai'])
			expect(await refusalOf(answerAlarm(await world.as(username, minutes(5)), number))).toBe('case.not-found');
		const events = await recorded(world, caseStream(caseId), async () => {
			await answerAlarm(onDuty, number);
			await answerAlarm(await world.as('duban', minutes(6)), number);
		});
		expect(events).toMatchObject([{ kind: 'case.alarm-answered', by: onDuty.actor.id }]);
		expect(await rings('chengban2', number, minutes(6))).toBe(false);
		expect((await findStaffCase(onDuty, number)).can).not.toContain('answer-alarm');
		expect(await alarmEvents(caseId, 'escalate-alarms', hours(1))).toEqual([]);
		expect((await world.look(number)).version).toBe(1);
	});

	it('is silenced by whoever takes the case up, and by a withdrawal', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const [taken, gone] = [await urgent(), await urgent()];
		await clock.run('sound-alarms', noon);
		const dispatcher = await world.as('fenpai', minutes(3));
		const events = await recorded(world, caseStream(taken.caseId), () => acceptCase(dispatcher, taken.number, 1));
		expect(events.map(({ kind, by }) => [kind, by])).toEqual([
			['case.alarm-answered', dispatcher.actor.id],
			['case.accepted', dispatcher.actor.id]
		]);
		await withdrawCase(world.resident(gone.caseId, minutes(3)), gone.number, { reason: '' });
		expect(await world.kinds(gone.caseId)).toEqual(['case.submitted', 'case.alarm-sounded', 'case.withdrawn']);
		await clock.run('escalate-alarms', hours(1));
		for (const { number } of [taken, gone]) expect(await rings('duban', number, hours(1))).toBe(false);
	});

	it('rings when a case is raised to urgent, each time, and stops when it is lowered', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(72));
		const { caseId, number } = await carry.processing();
		const to = async (urgency: 'ordinary' | 'urgent', at: Date) =>
			classifyCase(await world.as('fenpai', at), number, {
				...{ version: await carry.version(number), type: 'help', class: urgency, categoryCode: '0302' },
				...{ areaId: null, reason: '现场有危险，要马上处理。' }
			});
		const raised = await recorded(world, caseStream(caseId), () => to('urgent', hours(3)));
		expect(raised.map(({ kind }) => kind)).toEqual(['case.classified', 'case.alarm-sounded']);
		expect(await rings('chengban2', number, hours(3))).toBe(true);
		const lowered = await recorded(world, caseStream(caseId), () => to('ordinary', hours(4)));
		expect(lowered.map(({ kind }) => kind)).toEqual(['case.alarm-answered', 'case.classified']);
		expect(await rings('chengban2', number, hours(4))).toBe(false);
		await to('urgent', hours(5));
		expect(await world.db.$count(alarms, eq(alarms.caseId, caseId))).toBe(2);
	});
});

describe('acceptance 12: an alarm never reaches who may not know of the case', () => {
	it('passes over a person on duty who is excluded', async () => {
		await onRoster(world, 'weisheng-cb', hours(-1), hours(12));
		const avoid = await urgent({ avoidUnitIds: [world.unitId('卫生院')] });
		await clock.run('sound-alarms', noon);
		expect(await rings('weisheng-cb', avoid.number, noon)).toBe(false);
		expect(await rings('duban', avoid.number, noon)).toBe(true);
		expect(await refusalOf(findStaffCase(await world.as('weisheng-cb'), avoid.number))).toBe('case.not-found');
	});

	it('rings of 作风与服务 for the supervisor alone', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const { caseId, number } = await urgent({ type: 'complaint', categoryCode: '1801' });
		const events = await alarmEvents(caseId, 'sound-alarms', noon);
		expect(events).toMatchObject([{ data: { staffId: null } }]);
		expect(await rings('duban', number, noon)).toBe(true);
		expect(await rings('chengban2', number, noon)).toBe(false);
		expect(await refusalOf(findStaffCase(await world.as('chengban2'), number))).toBe('case.not-found');
	});

	it('rings of a confidential case for nobody who may not read its original', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const secret = await urgent({ identity: 'confidential', contact });
		await clock.run('sound-alarms', noon);
		expect(await rings('chengban2', secret.number, noon)).toBe(false);
		expect(await rings('duban', secret.number, noon)).toBe(true);
		expect(await refusalOf(findStaffCase(await world.as('chengban2'), secret.number))).toBe('case.not-found');
		await clearRoster(world);
		await onRoster(world, 'fenpai2', hours(-1), hours(12));
		const another = await urgent({ identity: 'confidential', contact });
		await clock.run('sound-alarms', noon);
		expect(await rings('fenpai2', another.number, noon)).toBe(true);
	});

	it('an exclusion set later takes the case out of the hands on duty', async () => {
		await onRoster(world, 'chengban2', hours(-1), hours(12));
		const { number } = await urgent();
		await clock.run('sound-alarms', noon);
		const staffId = await world.staffId('chengban2');
		await excludeFromCase(await world.as('duban'), number, { version: 1, excluded: { unitId: null, staffId } });
		expect(await rings('chengban2', number, noon)).toBe(false);
		expect(await refusalOf(acceptCase(await world.as('chengban2'), number, 1))).toBe('case.not-found');
	});
});

describe('whoever is on duty', () => {
	const toPlanning = async (number: CaseNumber) => ({
		version: await carry.version(number),
		unitId: world.unitId(planning),
		instruction: ''
	});
	// Saturday 7 November, noon
	const saturday = shanghai('2026-11-07 12:00');

	it('accepts and assigns urgent cases on a working day, and no others', async () => {
		await onRoster(world, 'bianmin-cb', hours(-1), hours(12));
		const [danger, lamp] = [await urgent(), await world.aCase()];
		const onDuty = await world.as('bianmin-cb');
		expect(onDuty.actor.onDuty).toBe('urgent');
		expect(viewsOf(onDuty.actor)).toContain('accept');
		expect(await desk(world).sees('bianmin-cb', 'accept', danger.number)).toBe(true);
		expect(await desk(world).sees('bianmin-cb', 'accept', lamp.number)).toBe(false);
		await acceptCase(onDuty, danger.number, 1);
		await assignCase(onDuty, danger.number, await toPlanning(danger.number));
		expect(await world.kinds(danger.caseId)).toEqual(['case.submitted', 'case.accepted', 'case.assigned']);
		expect(await refusalOf(acceptCase(onDuty, lamp.number, 1))).toBe('case.not-found');
	});

	it('on days off accepts and assigns whatever nobody has taken up', async () => {
		await onRoster(world, 'bianmin-cb', hours(-4, saturday), hours(20, saturday));
		const lamp = await world.aCase({}, saturday);
		const onDuty = await world.as('bianmin-cb', hours(1, saturday));
		expect(onDuty.actor.onDuty).toBe('all');
		expect((await findStaffCase(onDuty, lamp.number)).can).toEqual(expect.arrayContaining(['accept', 'classify']));
		await acceptAndAssign(onDuty, lamp.number, await toPlanning(lamp.number));
		// what was given out can still be seen, and is the unit's
		expect((await findStaffCase(onDuty, lamp.number)).can).toEqual([]);
	});

	it('a make-up Saturday is no day off, a holiday is one', async () => {
		const days = ['2026-10-10 12:00', '2026-10-02 12:00', '2026-10-11 12:00'].map(shanghai);
		for (const day of days) await onRoster(world, 'bianmin-cb', hours(-1, day), hours(1, day));
		const reach = await Promise.all(days.map(async (day) => (await world.as('bianmin-cb', day)).actor.onDuty));
		expect(reach).toEqual(['urgent', 'all', 'all']);
	});

	it('only from the first to the last minute of the turn', async () => {
		await onRoster(world, 'bianmin-cb', hours(1), hours(2));
		const { number } = await urgent();
		const may = async (now: Date) => (await world.as('bianmin-cb', now)).actor.onDuty;
		expect(await may(minuteBefore(hours(1)))).toBe('none');
		expect(await may(hours(1))).toBe('urgent');
		expect(await may(minuteBefore(hours(2)))).toBe('urgent');
		expect(await may(hours(2))).toBe('none');
		expect(await refusalOf(acceptCase(await world.as('bianmin-cb', hours(2)), number, 1))).toBe('case.not-found');
	});

	it('refuses nothing, excludes nobody and has no case of 作风与服务 or in confidence', async () => {
		await onRoster(world, 'bianmin-cb', hours(-4, saturday), hours(20, saturday));
		const onDuty = await world.as('bianmin-cb', saturday);
		const lamp = await world.aCase({}, saturday);
		const no = { version: 1, reason: 'not-local', words: '这件事不归我们管。', route: '请打 12345。' } as const;
		expect(await refusalOf(rejectCase(onDuty, lamp.number, no))).toBe('case.not-yours');
		const excluded = { unitId: world.unitId(service), staffId: null };
		expect(await refusalOf(excludeFromCase(onDuty, lamp.number, { version: 1, excluded }))).toBe('case.not-yours');
		for (const changes of [
			{ type: 'complaint', categoryCode: '1801' } as const,
			{ identity: 'confidential', contact } as const
		]) {
			const hidden = await world.aCase(changes, saturday);
			expect(await refusalOf(acceptCase(onDuty, hidden.number, 1))).toBe('case.not-found');
		}
	});

	it('sees a contact only with a role that was confirmed for it', async () => {
		const danger = await urgent({ identity: 'contact', contact });
		await onRoster(world, 'bianmin-cb', hours(-1), hours(12));
		await onRoster(world, 'jiedai', hours(-1), hours(12));
		expect((await findStaffCase(await world.as('bianmin-cb'), danger.number)).mayReveal).toBe(true);
		expect((await findStaffCase(await world.as('jiedai'), danger.number)).mayReveal).toBe(false);
	});
});

it('leaves a valid ledger behind', async () => {
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
