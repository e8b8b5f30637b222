import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptProposal } from '#lib/server/cases/accept-proposal.ts';
import { acceptAndAssign } from '#lib/server/cases/assign.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { draftAnswer, findLiveDraft, submitDraft } from '#lib/server/cases/draft-answer.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { proposeRedirect, proposeTransfer } from '#lib/server/cases/propose.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { redirectCase } from '#lib/server/cases/redirect-case.ts';
import { refuseProposal } from '#lib/server/cases/refuse-proposal.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { withdrawProposal } from '#lib/server/cases/withdraw-proposal.ts';
import { assignments } from '#lib/server/db/schema/handling.ts';
import { proposals } from '#lib/server/db/schema/proposals.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { badRating, carrier } from '../../support/carry.ts';
import { desk } from '../../support/desk.ts';
import { goodParts } from '../../support/good-answer.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

const why = '这条路归便民服务中心联系的供电所管，由他们办更快。';
const there = { body: '供电所', phone: '95598', how: '请报路口名称，他们当天来修。' };

async function transfer(number: CaseNumber, username = 'chengban', unit = service, now = hours(5)) {
	const version = await carry.version(number);
	return proposeTransfer(await world.as(username, now), number, { version, unitId: world.unitId(unit), reason: why });
}
async function redirection(number: CaseNumber, username = 'chengban', now = hours(5)) {
	return proposeRedirect(await world.as(username, now), number, { version: await carry.version(number), ...there });
}
async function accept(number: CaseNumber, proposalId: number, username: string, now = hours(6)) {
	return acceptProposal(await world.as(username, now), number, { version: await carry.version(number), proposalId });
}
async function refuse(number: CaseNumber, proposalId: number, username: string, now = hours(6)) {
	const decision = { version: await carry.version(number), proposalId, reason: '按职责是你们的。' };
	return refuseProposal(await world.as(username, now), number, decision);
}
async function stateOf(caseId: number) {
	const rows = await world.db.select().from(proposals).where(eq(proposals.caseId, caseId)).orderBy(asc(proposals.id));
	return rows.map(({ state }) => state);
}

describe('a transfer to another unit', () => {
	it('leaves state, owner, unit and clock alone until the other unit’s head accepts (首接负责)', async () => {
		const { number, caseId } = await carry.processing();
		const before = await world.look(number);
		const { id } = await transfer(number);
		expect(await world.look(number)).toEqual(before);
		const events = await recorded(world, caseStream(caseId), () => accept(number, id, 'bianmin-fz'));
		const ownerId = await world.staffId('bianmin-fz');
		const [fromUnitId, unitId] = [world.unitId(planning), world.unitId(service)];
		expect(events).toMatchObject([{ kind: 'case.transferred', by: ownerId, data: { fromUnitId, unitId, ownerId } }]);
		expect(events).toHaveLength(1);
		const after = await world.look(number);
		expect(after).toMatchObject({ state: 'processing', ownerId, unitId, dueAt: before.dueAt });
		expect(after.version).toBe(before.version + 1);
		const given = await world.db
			.select()
			.from(assignments)
			.where(eq(assignments.caseId, caseId))
			.orderBy(asc(assignments.id));
		expect(given).toMatchObject([
			{ unitId: fromUnitId, endedAt: hours(6) },
			{ unitId, assignedAt: hours(6), signedAt: hours(6), endedAt: null }
		]);
		const told = await readTimeline(world.resident(caseId, hours(7)), after);
		expect(told.at(-1)).toMatchObject({ kind: 'case.transferred', words: { words: { text: why } } });
	});

	it('lets the receiving head find the case while it waits, and nobody else of the unit', async () => {
		const { number } = await carry.processing();
		expect(await at.finds('bianmin-fz', number, hours(5))).toEqual([]);
		const { id } = await transfer(number);
		expect(await at.sees('bianmin-fz', 'mine', number, hours(5))).toBe(true);
		expect((await findStaffCase(await world.as('bianmin-fz', hours(5)), number)).can).toContain('decide-proposal');
		expect(await refusalOf(findStaffCase(await world.as('bianmin-cb', hours(5)), number))).toBe('case.not-found');
		await refuse(number, id, 'bianmin-fz');
		expect(await refusalOf(findStaffCase(await world.as('bianmin-fz', hours(6)), number))).toBe('case.not-found');
	});

	it('may be decided by the dispatcher, and by nobody without a part in it', async () => {
		const { number } = await carry.processing();
		const { id } = await transfer(number);
		for (const username of ['shenhe', 'chengban2', 'duban', 'fenguan'])
			expect(await refusalOf(accept(number, id, username)), username).toBe('case.not-yours');
		for (const username of ['nongye-fz', 'bianmin-cb', 'guanli'])
			expect(await refusalOf(accept(number, id, username)), username).toBe('case.not-found');
		await accept(number, id, 'fenpai');
		expect((await world.look(number)).ownerId).toBe(await world.staffId('bianmin-fz'));
	});

	it('is refused to the unit that has it, to an excluded unit, and to one excluded while it waits', async () => {
		const { number } = await carry.processing({ avoidUnitIds: [world.unitId('卫生院')] });
		expect(await refusalOf(transfer(number, 'chengban', planning))).toBe('case.same-unit-as-now');
		expect(await refusalOf(transfer(number, 'chengban', '卫生院'))).toBe('case.excluded-unit');
		const { id } = await transfer(number);
		const version = await carry.version(number);
		const excluded = { unitId: world.unitId(service), staffId: null };
		await excludeFromCase(await world.as('fenpai', hours(5)), number, { version, excluded });
		expect(await refusalOf(accept(number, id, 'bianmin-fz'))).toBe('case.not-found');
		expect(await refusalOf(accept(number, id, 'fenpai'))).toBe('case.excluded-unit');
		// it waits for the next who may decide, and not for a head who cannot find it
		expect(await at.sees('fenguan', 'mine', number, hours(6))).toBe(true);
		await refuse(number, id, 'fenguan');
		expect((await world.look(number)).unitId).toBe(world.unitId(planning));
	});

	it('waits alone: a second proposal is refused, and the proposer decides neither', async () => {
		const { number } = await carry.processing();
		const { id } = await transfer(number);
		expect(await refusalOf(redirection(number))).toBe('case.proposal-open');
		expect(await refusalOf(refuse(number, id, 'chengban'))).toBe('case.second-person');
		const { can } = await findStaffCase(await world.as('chengban', hours(5)), number);
		expect(can).toContain('withdraw-proposal');
		for (const act of ['propose-transfer', 'propose-redirect', 'propose-long-term', 'request-extension'] as const)
			expect(can).not.toContain(act);
	});

	it('keeps the two handlers of a case apart: in rework never to whoever answered first', async () => {
		const { number, caseId } = await carry.processing();
		const moved = await transfer(number);
		await accept(number, moved.id, 'bianmin-fz');
		expect((await world.look(number)).firstHandlerId).toBe(await world.staffId('bianmin-fz'));
		await carry.answer(number, caseId, hours(20), 'bianmin-fz', 'fenguan');
		await rateCase(world.resident(caseId, hours(30)), number, badRating);
		const rework = await world.look(number);
		expect(rework).toMatchObject({ state: 'rework', ownerId: await world.staffId('fenguan') });
		const back = await transfer(number, 'fenguan', planning, hours(31));
		await accept(number, back.id, 'shenhe', hours(32));
		const again = await world.look(number);
		expect(again).toMatchObject({ state: 'rework', unitId: world.unitId(planning), dueAt: rework.dueAt, round: 2 });
		expect(again.firstHandlerId).toBe(await world.staffId('bianmin-fz'));
		const home = await transfer(number, 'shenhe', service, hours(33));
		await accept(number, home.id, 'fenpai', hours(34));
		expect((await world.look(number)).ownerId).not.toBe(await world.staffId('bianmin-fz'));
	});

	it('stands through a reassignment, and the new owner may take it back', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await transfer(number);
		const version = await carry.version(number);
		const to = { version, ownerId: await world.staffId('chengban2'), reason: '请假' };
		await reassignCase(await world.as('shenhe', hours(5)), number, to);
		const own = { version: await carry.version(number), proposalId: id };
		expect(await refusalOf(withdrawProposal(await world.as('shenhe', hours(6)), number, own))).toBe('case.not-yours');
		await withdrawProposal(await world.as('chengban2', hours(6)), number, own);
		expect(await stateOf(caseId)).toEqual(['withdrawn']);
		expect((await world.kinds(caseId)).slice(-2)).toEqual(['case.reassigned', 'case.proposal-withdrawn']);
	});
});

describe('a redirection from 办理中', () => {
	it('is the dispatcher’s to decide, and never done without a proposal', async () => {
		const { number, caseId } = await carry.processing();
		const version = await carry.version(number);
		expect(await refusalOf(redirectCase(await world.as('fenpai', hours(5)), number, { version, ...there }))).toBe(
			'case.not-in-this-state'
		);
		expect((await findStaffCase(await world.as('fenpai', hours(5)), number)).can).not.toContain('redirect');
		const { id } = await redirection(number);
		for (const username of ['shenhe', 'duban', 'fenguan'])
			expect(await refusalOf(accept(number, id, username)), username).toBe('case.not-yours');
		expect(await at.sees('fenpai', 'mine', number, hours(5))).toBe(true);
		const events = await recorded(world, caseStream(caseId), () => accept(number, id, 'fenpai2'));
		expect(events.map(({ kind }) => kind)).toEqual(['case.redirected']);
		expect(await world.look(number)).toMatchObject({ state: 'redirected', closedAs: 'redirected', dueAt: null });
		const told = await readTimeline(world.resident(caseId, hours(7)), await world.look(number));
		expect(told.at(-1)?.words.words).toEqual({ body: there.body, phone: there.phone, text: there.how });
	});

	it('gives a draft back that nobody needs any more', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await redirection(number);
		const draft = { version: await carry.version(number), result: 'explained' as const, parts: goodParts };
		await draftAnswer(await world.as('chengban', hours(5)), number, draft);
		await accept(number, id, 'fenpai');
		expect((await findLiveDraft(world.system(), caseId))?.state).toBe('returned');
	});

	it('of 作风与服务 is the supervisor’s', async () => {
		const { number } = await world.aCase({ type: 'complaint', categoryCode: '1801' });
		const to = { unitId: world.unitId('督办室'), instruction: '' };
		await acceptAndAssign(await world.as('duban', hours(1)), number, { version: await carry.version(number), ...to });
		await signCase(await world.as('dubanshi-cb', hours(2)), number, await carry.version(number));
		const { id } = await redirection(number, 'dubanshi-cb');
		expect(await refusalOf(accept(number, id, 'fenpai'))).toBe('case.not-found');
		expect(await at.sees('duban', 'mine', number, hours(5))).toBe(true);
		await accept(number, id, 'duban');
		expect((await world.look(number)).state).toBe('redirected');
	});

	it('refused with a reason leaves the case where it was', async () => {
		const { number, caseId } = await carry.processing();
		const before = await world.look(number);
		const { id } = await redirection(number);
		await refuse(number, id, 'fenpai');
		expect(await world.look(number)).toEqual(before);
		expect((await world.kinds(caseId)).slice(-2)).toEqual(['case.proposed', 'case.proposal-refused']);
	});
});

describe('a proposal of a case that goes another way', () => {
	const roads: Record<string, (number: CaseNumber, caseId: number) => Promise<unknown>> = {
		'withdrawn by the resident': (number, caseId) =>
			withdrawCase(world.resident(caseId, hours(6)), number, { reason: '' }),
		'asked for more information': async (number) =>
			requestInfo(await world.as('chengban', hours(6)), number, {
				version: await carry.version(number),
				ask: '请补充具体位置',
				asksIdentity: false
			}),
		'put under review': async (number) =>
			submitDraft(
				await world.as('chengban', hours(6)),
				number,
				{
					version: await carry.version(number),
					result: 'solved',
					parts: goodParts,
					officeNumbers: ['0000-8600133']
				},
				async () => 0
			)
	};
	it.each(Object.entries(roads))('ends in the same moment: %s', async (_, road) => {
		const { number, caseId } = await carry.processing();
		const { id } = await transfer(number);
		await road(number, caseId);
		expect(await stateOf(caseId)).toEqual(['withdrawn']);
		expect((await world.kinds(caseId)).at(-2)).toBe('case.proposal-withdrawn');
		expect(await refusalOf(accept(number, id, 'fenpai'))).toBe('case.proposal-gone');
		expect(await refusalOf(findStaffCase(await world.as('bianmin-fz', hours(7)), number))).toBe('case.not-found');
	});

	it('stays while only its class changes', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await transfer(number);
		const change = {
			type: 'help',
			class: 'important',
			categoryCode: '0302',
			areaId: null,
			reason: '涉及多户'
		} as const;
		await classifyCase(await world.as('fenpai', hours(5)), number, { version: await carry.version(number), ...change });
		expect(await stateOf(caseId)).toEqual(['open']);
		await accept(number, id, 'bianmin-fz');
		expect((await world.look(number)).class).toBe('important');
	});
});

it('is proposed only by who has the case, or the unit’s head', async () => {
	const { number } = await carry.processing();
	for (const username of ['chengban2', 'fenpai', 'duban'])
		expect(await refusalOf(transfer(number, username)), username).toBe('case.not-yours');
	expect(await refusalOf(transfer(number, 'nongye-fz'))).toBe('case.not-found');
	const { id } = await transfer(number, 'shenhe');
	expect(await refusalOf(accept(number, id, 'shenhe'))).toBe('case.second-person');
});
