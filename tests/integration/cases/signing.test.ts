import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { assignCase } from '#lib/server/cases/assign.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { lapseSigning } from '#lib/server/cases/lapse-signing.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { designateUnit, returnAssignment } from '#lib/server/cases/return-assignment.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { assignments } from '#lib/server/db/schema/handling.ts';
import { units } from '#lib/server/db/schema/units.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

/** 24:00 of the working day after 3 November 2026, a Tuesday on which everything here is assigned. */
const limit = new Date('2026-11-05T00:00:00+08:00');
const before = (at: Date) => new Date(at.getTime() - 60_000);

const reason = '属于园区管网，不归我办管。';
const giveBack = async (number: CaseNumber, username = 'chengban', at = hours(3)) =>
	returnAssignment(await world.as(username, at), number, { version: await carry.version(number), reason });
const designate = async (number: CaseNumber, at = hours(4)) =>
	designateUnit(await world.as('fenpai', at), number, { version: await carry.version(number), reason: '按职责划分' });
const assign = async (number: CaseNumber, unit: string, at = hours(4)) =>
	assignCase(await world.as('fenpai', at), number, {
		version: await carry.version(number),
		unitId: world.unitId(unit),
		instruction: ''
	});
const exclude = async (number: CaseNumber, unit: string, at = hours(3)) =>
	excludeFromCase(await world.as('fenpai', at), number, {
		version: await carry.version(number),
		excluded: { unitId: world.unitId(unit), staffId: null }
	});

describe('退单', () => {
	it('puts the dispatcher in charge, who moves the case to another unit', async () => {
		const { number, caseId } = await carry.assigned();
		const unitId = world.unitId(planning);
		const ownerId = await world.staffId('fenpai');
		const events = await recorded(world, caseStream(caseId), () => giveBack(number));
		expect(events).toMatchObject([
			{ kind: 'case.return-requested', by: await world.staffId('chengban'), data: { unitId, ownerId } }
		]);
		expect(await world.look(number)).toMatchObject({ state: 'return_requested', ownerId, unitId });
		await assign(number, service);
		const moved = await world.look(number);
		expect(moved).toMatchObject({ state: 'assigned', unitId: world.unitId(service), isDesignated: false });
		expect(moved.ownerId).toBe(await world.staffId('bianmin-fz'));
		// the clock of the case ran on, that of the signature begins anew
		expect(moved.stepDueAt).toEqual(limit);
		expect(await refusalOf(giveBack(number))).toBe('case.not-found');
	});

	it('acceptance 9: 退单 after 指定 is refused, and so is a second time by the same unit', async () => {
		const { number, caseId } = await carry.assigned();
		await giveBack(number);
		// the unit that gave it back gets it by 指定承办 alone
		expect(await refusalOf(assign(number, planning))).toBe('case.same-unit');
		await designate(number);
		expect(await world.look(number)).toMatchObject({
			state: 'assigned',
			isDesignated: true,
			ownerId: await world.staffId('shenhe')
		});
		expect(await refusalOf(giveBack(number, 'chengban', hours(5)))).toBe('case.already-designated');
		expect(await refusalOf(giveBack(number, 'shenhe', hours(5)))).toBe('case.already-designated');
		expect((await findStaffCase(await world.as('chengban', hours(5)), number)).can).not.toContain('return-assignment');
		expect((await world.kinds(caseId)).slice(-2)).toEqual(['case.return-requested', 'case.designated']);

		// sent on to another unit and given back by that one too: the first is still asked once only
		const other = await carry.assigned();
		await giveBack(other.number);
		await assign(other.number, service);
		await giveBack(other.number, 'bianmin-cb', hours(5));
		for (const unit of [planning, service])
			expect(await refusalOf(assign(other.number, unit, hours(6)))).toBe('case.same-unit');
		await assign(other.number, '卫生院', hours(6));
		expect(await world.look(other.number)).toMatchObject({ state: 'assigned', unitId: world.unitId('卫生院') });
	});

	it('is possible until the working day is over, to the minute, and not once somebody has signed', async () => {
		const [inTime, late, signed] = [await carry.assigned(), await carry.assigned(), await carry.processing()];
		await giveBack(inTime.number, 'chengban', before(limit));
		expect(await world.look(inTime.number)).toMatchObject({ state: 'return_requested' });
		expect(await refusalOf(giveBack(late.number, 'chengban', limit))).toBe('case.too-late');
		expect(await refusalOf(giveBack(signed.number))).toBe('case.not-in-this-state');
	});

	it('is the unit’s alone', async () => {
		const { number } = await carry.assigned();
		expect(await refusalOf(giveBack(number, 'fenpai'))).toBe('case.not-yours');
		expect(await refusalOf(giveBack(number, 'bianmin-cb'))).toBe('case.not-found');
		await giveBack(number);
		const version = await carry.version(number);
		for (const [username, refusal] of [
			['chengban', 'case.not-yours'],
			['shenhe', 'case.not-yours'],
			['bianmin-fz', 'case.not-found']
		] as const)
			expect(
				await refusalOf(designateUnit(await world.as(username, hours(4)), number, { version, reason: '按职责' }))
			).toBe(refusal);
	});

	it('of two who give it back at once one does, and one is told', async () => {
		const { number, caseId } = await carry.assigned();
		const version = await carry.version(number);
		const both = await Promise.allSettled(
			['chengban', 'chengban2'].map(async (username) =>
				returnAssignment(await world.as(username, hours(3)), number, { version, reason })
			)
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await world.kinds(caseId)).filter((kind) => kind === 'case.return-requested')).toHaveLength(1);
	});
});

describe('a unit that is excluded', () => {
	it('is not given the case: not by 交办, not by 指定承办, and nothing below it', async () => {
		const { number } = await world.aCase({ avoidUnitIds: [world.unitId(service)] });
		const [below] = await world.db
			.insert(units)
			.values({ name: '便民服务中心下设窗口', parentId: world.unitId(service) })
			.returning();
		const dispatcher = await world.as('fenpai', hours(1));
		await acceptCase(dispatcher, number, await carry.version(number));
		expect(await refusalOf(assign(number, service))).toBe('case.excluded-unit');
		const version = await carry.version(number);
		const toBelow = assignCase(dispatcher, number, { version, unitId: below?.id ?? 0, instruction: '' });
		expect(await refusalOf(toBelow)).toBe('case.excluded-unit');
		await assign(number, planning);

		const returned = await carry.assigned();
		await giveBack(returned.number);
		await exclude(returned.number, planning);
		expect(await refusalOf(designate(returned.number))).toBe('case.excluded-unit');
		await assign(returned.number, service);
	});
});

describe('签收', () => {
	const run = async (now: Date) => {
		const task = schedule.find(({ name }) => name === 'lapse-signing');
		await task?.run(world.system(now));
	};

	it('lapses at the minute into automatic: the head stays in charge and is the first handler', async () => {
		const { number, caseId } = await carry.assigned();
		const signed = await carry.processing();
		const ownerId = await world.staffId('shenhe');
		const due = (await world.look(number)).dueAt;
		await run(before(limit));
		expect(await world.look(number)).toMatchObject({ state: 'assigned', firstHandlerId: null, stepDueAt: limit });
		const untouched = await recorded(world, caseStream(signed.caseId), async () => {
			const events = await recorded(world, caseStream(caseId), async () => {
				await Promise.all([run(limit), run(limit)]);
				await run(hours(40));
			});
			expect(events).toEqual([{ kind: 'case.signing-lapsed', by: null, data: { ownerId } }]);
		});
		expect(untouched).toEqual([]);
		expect(await world.look(number)).toMatchObject({
			...{ state: 'processing', ownerId, firstHandlerId: ownerId, stepDueAt: null, dueAt: due }
		});
		const rows = await world.db.select().from(assignments).where(eq(assignments.caseId, caseId));
		expect(rows).toMatchObject([{ signedAt: limit, returnedAt: null }]);
		// no waiting game: what counts as signed is neither signed again nor given back
		expect(await refusalOf(giveBack(number, 'chengban', hours(40)))).toBe('case.too-late');
		const version = await carry.version(number);
		expect(await refusalOf(signCase(await world.as('chengban', hours(40)), number, version))).toBe(
			'case.not-in-this-state'
		);
		const note = { version, text: '看过现场。', next: '换灯', nextOn: '2026-11-08' };
		await reportProgress(await world.as('shenhe', hours(40)), number, note, async () => 0);
	});

	it('does not count for the unit that gave the case back', async () => {
		const { number, caseId } = await carry.assigned();
		await giveBack(number);
		await assign(number, service);
		await run(limit);
		const rows = await world.db
			.select({ unitId: assignments.unitId, signedAt: assignments.signedAt })
			.from(assignments)
			.where(and(eq(assignments.caseId, caseId), eq(assignments.unitId, world.unitId(planning))));
		expect(rows).toEqual([{ unitId: world.unitId(planning), signedAt: null }]);
		expect(await world.look(number)).toMatchObject({ ownerId: await world.staffId('bianmin-fz'), state: 'processing' });
	});

	it('is nobody’s to let lapse but the clock’s', async () => {
		const { number } = await carry.assigned();
		for (const username of ['shenhe', 'fenpai', 'duban'])
			expect(await refusalOf(lapseSigning(await world.as(username, limit), number))).toBe('case.not-yours');
	});
});
