import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { setActive } from '#lib/server/auth/administer.ts';
import { endStandIn, listStandIns, setStandIn, standInOf } from '#lib/server/auth/stand-ins.ts';
import { draftAnswer, findLiveDraft, submitDraft } from '#lib/server/cases/draft-answer.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { lapseSigning } from '#lib/server/cases/lapse-signing.ts';
import { publishAnswer, returnDraft } from '#lib/server/cases/publish-answer.ts';
import { countQueues, listQueue } from '#lib/server/cases/queries/queue.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { standIns } from '#lib/server/db/schema/duty-roster.ts';
import { staffStream } from '#lib/server/events/record.ts';
import { badRating, carrier } from '../../../support/carry.ts';
import { goodParts } from '../../../support/good-answer.ts';
import { recorded } from '../../../support/ledger.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
beforeEach(() => world.db.delete(standIns));
afterAll(() => world.close());

const today = '2026-11-03';
const set = async (absent: string, standIn: string, { by = 'guanli', at = noon, from = today, until = today } = {}) =>
	setStandIn(await world.as(by, at), {
		absentId: await world.staffId(absent),
		standInId: await world.staffId(standIn),
		fromOn: from,
		untilOn: until
	});
const nothing = async () => 0;
const draftOf = async (number: CaseNumber) => ({
	version: await carry.version(number),
	result: 'explained' as const,
	parts: goodParts,
	officeNumbers: ['0000-8600133']
});
const submit = async (number: CaseNumber, username: string, at = hours(5)) =>
	submitDraft(await world.as(username, at), number, await draftOf(number), nothing);
const publish = async (number: CaseNumber, caseId: number, username: string, at = hours(6)) =>
	publishAnswer(await world.as(username, at), number, {
		version: await carry.version(number),
		draftId: (await findLiveDraft(world.system(), caseId))?.id ?? 0
	});
const mine = async (username: string, at = hours(4)) => {
	const filter = { view: 'mine', query: '', state: null, category: null, areaId: null, channel: null, after: null };
	const { rows } = await listQueue(await world.as(username, at), { ...filter, view: 'mine' });
	return rows.map(({ number }) => number);
};
const progress = async (number: CaseNumber, username: string, at = hours(4)) =>
	reportProgress(
		await world.as(username, at),
		number,
		{ version: await carry.version(number), text: '看过现场。', next: '换灯', nextOn: '2026-11-08' },
		nothing
	);

describe('who stands in', () => {
	it('is set by the unit’s head or an administrator, and the ledger says so', async () => {
		const [absentId, standInId] = [await world.staffId('shenhe'), await world.staffId('chengban')];
		const events = await recorded(world, staffStream(absentId), async () => {
			const rowId = await set('shenhe', 'chengban', { by: 'shenhe', until: '2026-11-06' });
			await endStandIn(await world.as('guanli', days(1)), rowId);
		});
		expect(events).toMatchObject([
			{ kind: 'staff.stand-in-set', by: absentId, data: { standInId, fromOn: today, untilOn: '2026-11-06' } },
			{ kind: 'staff.stand-in-ended', by: await world.staffId('guanli') }
		]);
		for (const by of ['bianmin-fz', 'chengban', 'fenpai', 'duban'])
			expect(await refusalOf(set('shenhe', 'chengban', { by }))).toBe('staff.not-found');
		const own = await set('chengban2', 'chengban', { by: 'shenhe' });
		for (const by of ['bianmin-fz', 'chengban2', 'duban'])
			expect(await refusalOf(endStandIn(await world.as(by), own))).toBe('staff.not-found');
	});

	it('is of the unit, active, and holds what is needed', async () => {
		expect(await refusalOf(set('shenhe', 'bianmin-fz'))).toBe('staff.cannot-stand-in');
		expect(await refusalOf(set('fenpai', 'dangzheng-cb'))).toBe('staff.cannot-stand-in');
		expect(await refusalOf(set('shenhe', 'shenhe'))).toBe('staff.cannot-stand-in');
		const [absentId, standInId] = [await world.staffId('nongye-fz'), await world.staffId('nongye-cb')];
		await setActive(await world.as('guanli'), standInId, false);
		const row = { absentId, standInId, fromOn: today, untilOn: today };
		expect(await refusalOf(setStandIn(await world.as('guanli'), row))).toBe('staff.cannot-stand-in');
		const gone = { ...row, absentId: standInId, standInId: absentId };
		expect(await refusalOf(setStandIn(await world.as('guanli'), gone))).toBe('staff.not-found');
		await set('fenpai', 'fenpai2');
	});

	it('is one at a time, who is there', async () => {
		expect(await refusalOf(set('shenhe', 'chengban', { until: '2026-11-02' }))).toBe('staff.stand-in-days');
		expect(await refusalOf(set('shenhe', 'chengban', { from: '2026-11-02' }))).toBe('staff.stand-in-days');
		await set('shenhe', 'chengban', { from: '2026-11-05', until: '2026-11-07' });
		// the last day of one and the first of the other may not meet
		expect(await refusalOf(set('shenhe', 'chengban2', { until: '2026-11-05' }))).toBe('staff.stand-in-overlaps');
		await set('shenhe', 'chengban2', { until: '2026-11-04' });
		// who stands in is not away on those days, and who is away stands in for nobody
		const later = { from: '2026-11-06', until: '2026-11-06' };
		expect(await refusalOf(set('chengban', 'chengban2', later))).toBe('staff.stand-in-overlaps');
		expect(await refusalOf(set('chengban2', 'shenhe', later))).toBe('staff.stand-in-overlaps');
		const both = await Promise.allSettled([set('fenpai', 'fenpai2'), set('fenpai', 'fenpai2')]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('ends at once; what lasted stays on the list, each to whom it concerns', async () => {
		const rowId = await set('shenhe', 'chengban', { until: '2026-11-10' });
		const shown = async (username: string) =>
			(await listStandIns(await world.as(username))).map(({ absent, standIn, untilOn }) => [absent, standIn, untilOn]);
		expect(await shown('shenhe')).toEqual([['许建国', '周敏', '2026-11-10']]);
		expect(await shown('guanli')).toHaveLength(1);
		expect(await shown('bianmin-fz')).toEqual([]);
		await endStandIn(await world.as('shenhe', days(2)), rowId);
		expect(await shown('shenhe')).toEqual([['许建国', '周敏', '2026-11-04']]);
		expect((await world.as('chengban', days(2))).actor.standsInFor).toEqual([]);
		// over already: nothing to do, and nothing to tell
		const absentId = await world.staffId('shenhe');
		const again = await recorded(world, staffStream(absentId), async () =>
			endStandIn(await world.as('shenhe', days(3)), rowId)
		);
		expect(again).toEqual([]);
		const coming = await set('shenhe', 'chengban', { at: days(2), from: '2026-11-20', until: '2026-11-20' });
		await endStandIn(await world.as('shenhe', days(2)), coming);
		expect(await world.db.$count(standIns)).toBe(1);
	});
});

describe('a stand-in', () => {
	it('finds, lists and handles what the absent head is in charge of, on those days alone', async () => {
		const { number } = await carry.assigned();
		expect(await world.look(number)).toMatchObject({ ownerId: await world.staffId('shenhe') });
		expect(await mine('chengban2')).not.toContain(number);
		const had = (await countQueues(await world.as('chengban2', hours(4)))).mine ?? 0;
		await set('shenhe', 'chengban2', { until: '2026-11-05' });
		expect(await mine('chengban2')).toContain(number);
		expect((await countQueues(await world.as('chengban2', hours(4)))).mine).toBeGreaterThan(had);

		await lapseSigning(world.system(hours(40)), number);
		expect(await refusalOf(progress(number, 'chengban', hours(41)))).toBe('case.not-yours');
		await progress(number, 'chengban2', hours(41));
		const one = await findStaffCase(await world.as('shenhe', hours(41)), number);
		expect(one).toMatchObject({ owner: '许建国', standIn: '高远' });
		expect(await standInOf(await world.as('shenhe', days(3)), await world.staffId('shenhe'))).toBeNull();
		// 5 November is the last day, to its last minute
		await progress(number, 'chengban2', new Date('2026-11-05T23:59:00+08:00'));
		const over = progress(number, 'chengban2', new Date('2026-11-06T00:00:00+08:00'));
		expect(await refusalOf(over)).toBe('case.not-yours');
		// the case stayed the head's all the time
		expect(await world.look(number)).toMatchObject({ ownerId: await world.staffId('shenhe') });
	});

	it('reviews for the absent head, but never what they drafted themselves', async () => {
		await set('shenhe', 'chengban2', { until: '2026-11-05' });
		const { number, caseId } = await carry.processing();
		await submit(number, 'chengban');
		expect(await findLiveDraft(world.system(), caseId)).toMatchObject({ reviewerId: await world.staffId('shenhe') });
		expect(await mine('chengban2', hours(6))).toContain(number);
		expect((await findStaffCase(await world.as('chengban2', hours(6)), number)).can).toContain('publish');
		const draftId = (await findLiveDraft(world.system(), caseId))?.id ?? 0;
		const back = { version: await carry.version(number), draftId, reason: '写清几号修' };
		await returnDraft(await world.as('chengban2', hours(6)), number, back);
		await submit(number, 'chengban', hours(7));
		expect(await refusalOf(publish(number, caseId, 'chengban', hours(8)))).toBe('case.publisher-must-differ');
		await publish(number, caseId, 'chengban2', hours(8));

		// the head's own case: the stand-in drafts, and somebody above both reviews
		const led = await carry.assigned();
		await lapseSigning(world.system(hours(40)), led.number);
		await submit(led.number, 'chengban2', hours(41));
		const draft = await findLiveDraft(world.system(), led.caseId);
		expect(draft).toMatchObject({
			drafterId: await world.staffId('chengban2'),
			reviewerId: await world.staffId('fenguan')
		});
		expect(await refusalOf(publish(led.number, led.caseId, 'chengban2', hours(42)))).toBe('case.publisher-must-differ');
		expect((await findStaffCase(await world.as('chengban2', hours(42)), led.number)).can).not.toContain('publish');
		await publish(led.number, led.caseId, 'fenguan', hours(42));
		expect(await world.look(led.number)).toMatchObject({ state: 'answered' });
	});

	it('who wrote the first answer does not handle the case anew, nor does who is stood in for', async () => {
		await set('chengban', 'chengban2', { until: '2026-11-05' });
		const { number, caseId } = await carry.processing();
		await submit(number, 'chengban2');
		await publish(number, caseId, 'shenhe');
		await rateCase(world.resident(caseId, hours(30)), number, badRating);
		const reassign = async (username: string) =>
			reassignCase(await world.as('shenhe', hours(31)), number, {
				version: await carry.version(number),
				ownerId: await world.staffId(username),
				reason: '换人'
			});
		for (const username of ['chengban', 'chengban2'])
			expect(await refusalOf(reassign(username))).toBe('case.reworker-must-differ');
		// a stand-in for the new handler who wrote the first answer does not either
		await world.db.delete(standIns);
		await set('shenhe', 'chengban2', { at: hours(32), from: '2026-11-04', until: '2026-11-05' });
		expect((await findStaffCase(await world.as('chengban2', hours(33)), number)).can).not.toContain('draft-answer');
		expect(await refusalOf(submit(number, 'chengban2', hours(33)))).toBe('case.reworker-must-differ');
		await submit(number, 'shenhe', hours(33));
	});

	it('who signs in the head’s absence is in charge from then on', async () => {
		await set('shenhe', 'chengban2');
		const { number } = await carry.assigned();
		const version = await carry.version(number);
		await signCase(await world.as('chengban2', hours(3)), number, version);
		const ownerId = await world.staffId('chengban2');
		expect(await world.look(number)).toMatchObject({ state: 'processing', ownerId, firstHandlerId: ownerId });
	});

	it('who is excluded from a case stands in for nobody in it; the absent’s own exclusion binds the absent', async () => {
		const { number } = await carry.processing();
		await set('chengban', 'chengban2', { until: '2026-11-05' });
		await draftAnswer(await world.as('chengban2', hours(3)), number, await draftOf(number));
		await excludeFromCase(await world.as('fenpai', hours(3)), number, {
			version: await carry.version(number),
			excluded: { unitId: null, staffId: await world.staffId('chengban2') }
		});
		expect(await mine('chengban2')).not.toContain(number);
		expect(await refusalOf(progress(number, 'chengban2'))).toBe('case.not-found');
		await progress(number, 'chengban');

		const other = await carry.processing();
		await excludeFromCase(await world.as('fenpai', hours(3)), other.number, {
			version: await carry.version(other.number),
			excluded: { unitId: null, staffId: await world.staffId('chengban') }
		});
		// the head is in charge now: standing in for the excluded handler gives nothing, and takes nothing away
		expect(await world.look(other.number)).toMatchObject({ ownerId: await world.staffId('shenhe') });
		expect(await refusalOf(progress(other.number, 'chengban2'))).toBe('case.not-yours');
		expect((await findStaffCase(await world.as('chengban2', hours(4)), other.number)).number).toBe(other.number);
	});
});

it('counts from the first to the last day, for a new request each', async () => {
	await set('shenhe', 'chengban2', { from: '2026-11-05', until: '2026-11-20' });
	const absentId = await world.staffId('shenhe');
	const on = async (at: Date) => (await world.as('chengban2', at)).actor.standsInFor;
	expect(await on(new Date('2026-11-04T23:59:00+08:00'))).toEqual([]);
	expect(await on(new Date('2026-11-05T00:00:00+08:00'))).toEqual([absentId]);
	expect(await on(new Date('2026-11-20T23:59:00+08:00'))).toEqual([absentId]);
	expect(await on(new Date('2026-11-21T00:00:00+08:00'))).toEqual([]);
});
