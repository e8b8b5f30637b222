import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { addDays, dayOf, endOfDay } from '#lib/domain/clock.ts';
import { acceptProposal } from '#lib/server/cases/accept-proposal.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { refuseProposal } from '#lib/server/cases/refuse-proposal.ts';
import { requestExtension } from '#lib/server/cases/request-extension.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { withdrawProposal } from '#lib/server/cases/withdraw-proposal.ts';
import { proposals } from '#lib/server/db/schema/proposals.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier } from '../../support/carry.ts';
import { desk } from '../../support/desk.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

const words = {
	reason: '要等供电所停电后才能换线，已经约好时间。',
	progress: '已经到现场看过，灯头和电线都已备好。'
};
/** The due of an ordinary case filed at noon. */
const weekDay = addDays(dayOf(noon), 7);
const weekDue = endOfDay(weekDay);
const laterBy = (count: number) => addDays(weekDay, count);

async function ask(number: CaseNumber, now: Date, changes: Partial<typeof words & { newDueOn: string }> = {}) {
	const { version, ownerId } = await world.look(number);
	const asked = { version, ...words, newDueOn: laterBy(5), ...changes };
	return requestExtension(await world.asId(ownerId, now), number, asked);
}
async function decide(number: CaseNumber, proposalId: number, username: string, now: Date) {
	const { version } = await world.look(number);
	return acceptProposal(await world.as(username, now), number, { version, proposalId });
}
async function refuse(number: CaseNumber, proposalId: number, username: string, now: Date) {
	const { version } = await world.look(number);
	return refuseProposal(await world.as(username, now), number, { version, proposalId, reason: '人手够，按时办完。' });
}
async function lastProposal(caseId: number) {
	const rows = await world.db.select().from(proposals).where(eq(proposals.caseId, caseId)).orderBy(proposals.id);
	return rows.at(-1);
}

describe('an extension', () => {
	it('acceptance 5: keeps the old due in the reports, and is asked for before it with reason and progress', async () => {
		const { number, caseId } = await carry.processing();
		const just = new Date(weekDue.getTime() - 1000);
		expect(await refusalOf(ask(number, just, { reason: '' }))).toBe('extension.words-missing');
		expect(await refusalOf(ask(number, just, { progress: '看过了' }))).toBe('extension.words-missing');
		expect(await refusalOf(ask(number, weekDue))).toBe('extension.asked-late');
		expect(await refusalOf(ask(number, just, { newDueOn: laterBy(8) }))).toBe('extension.too-long');
		expect((await world.look(number)).state).toBe('processing');

		const proposal = await ask(number, days(5), { newDueOn: laterBy(7) });
		// nothing is promised before the notice is published
		expect(await world.look(number)).toMatchObject({ state: 'extension_pending', dueAt: weekDue, extensions: 0 });
		const events = await recorded(world, caseStream(caseId), () => decide(number, proposal.id, 'shenhe', days(6)));
		const newDue = endOfDay(laterBy(7));
		expect(events).toMatchObject([
			{
				kind: 'case.extended',
				by: await world.staffId('shenhe'),
				data: { oldDueAt: weekDue.toISOString(), dueAt: newDue.toISOString(), isLate: false }
			}
		]);
		expect(events).toHaveLength(1);
		expect(await world.look(number)).toMatchObject({
			state: 'processing',
			dueAt: newDue,
			firstDueAt: weekDue,
			answerDueAt: newDue,
			extensions: 1,
			ladder: 0,
			ownerId: await world.staffId('chengban')
		});
		expect(await world.kinds(caseId)).toEqual([
			'case.submitted',
			'case.accepted',
			'case.assigned',
			'case.signed',
			'case.proposed',
			'case.extended'
		]);
		expect(await lastProposal(caseId)).toMatchObject({ state: 'accepted', oldDueAt: weekDue, newDueAt: newDue });
	});

	it('acceptance 6: counts late when its notice comes after the old due, to the millisecond, and never on time again', async () => {
		const inTime = await carry.processing();
		const first = await ask(inTime.number, days(6));
		await decide(inTime.number, first.id, 'shenhe', weekDue);
		expect((await world.look(inTime.number)).answerDueAt).toEqual(endOfDay(laterBy(5)));

		const { number, caseId } = await carry.processing();
		const late = await ask(number, days(6));
		const granted = new Date(weekDue.getTime() + 1);
		const events = await recorded(world, caseStream(caseId), () => decide(number, late.id, 'shenhe', granted));
		expect(events).toMatchObject([{ kind: 'case.extended', data: { isLate: true } }]);
		expect(await world.look(number)).toMatchObject({ dueAt: endOfDay(laterBy(5)), answerDueAt: weekDue });

		// neither a pause nor a second extension makes good what was missed
		const { version } = await world.look(number);
		const question = { version, ask: '请补充具体位置', asksIdentity: false };
		await requestInfo(await world.as('chengban', days(9)), number, question);
		await supplyInfo(world.resident(caseId, days(11)), number, { text: '在桥头东边。' });
		expect(await world.look(number)).toMatchObject({ dueAt: endOfDay(laterBy(7)), answerDueAt: weekDue });
		const second = await ask(number, days(12), { newDueOn: laterBy(10) });
		await decide(number, second.id, 'shenhe', days(12));
		expect(await world.look(number)).toMatchObject({ extensions: 2, answerDueAt: weekDue, firstDueAt: weekDue });
	});

	it('is given twice at most', async () => {
		const { number } = await carry.processing();
		for (const [index, newDueOn] of [laterBy(3), laterBy(6)].entries()) {
			const { id } = await ask(number, days(5 + index), { newDueOn });
			await decide(number, id, 'shenhe', days(5 + index));
		}
		expect(await refusalOf(ask(number, days(7), { newDueOn: laterBy(9) }))).toBe('extension.used-up');
		const { can } = await findStaffCase(await world.as('chengban', days(7)), number);
		expect(can).not.toContain('request-extension');
		expect(can).toContain('propose-long-term');
	});

	it('is decided by another: the unit’s head, and never by who asked, a colleague or another unit', async () => {
		const { number } = await carry.processing();
		const { id } = await ask(number, days(5));
		expect(await refusalOf(decide(number, id, 'chengban', days(5)))).toBe('case.second-person');
		for (const username of ['chengban2', 'fenpai', 'duban', 'fenguan'])
			expect(await refusalOf(decide(number, id, username, days(5))), username).toBe('case.not-yours');
		for (const username of ['nongye-fz', 'guanli', 'shenji'])
			expect(await refusalOf(decide(number, id, username, days(5))), username).toBe('case.not-found');
		await decide(number, id, 'shenhe', days(5));
		expect(await refusalOf(decide(number, id, 'shenhe', days(5)))).toBe('case.proposal-gone');
	});

	it('goes above the unit where its only head asks, and stands in the list of who decides', async () => {
		const { number } = await carry.assigned();
		await signCase(await world.as('shenhe', hours(2)), number, await carry.version(number));
		const { id } = await ask(number, days(5));
		expect(await at.sees('fenguan', 'mine', number, days(5))).toBe(true);
		expect(await at.sees('shenhe', 'mine', number, days(5))).toBe(false);
		expect(await refusalOf(decide(number, id, 'shenhe', days(5)))).toBe('case.second-person');
		await decide(number, id, 'fenguan', days(5));
		expect(await at.sees('fenguan', 'mine', number, days(5))).toBe(false);
		expect(await at.sees('shenhe', 'mine', number, days(5))).toBe(true);
	});

	it('refused or taken back leaves the due as it was, with a reason for who asked and not for the resident', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await ask(number, days(5));
		expect(await refusalOf(refuse(number, id, 'chengban', days(5)))).toBe('case.second-person');
		const events = await recorded(world, caseStream(caseId), () => refuse(number, id, 'shenhe', days(5)));
		expect(events).toMatchObject([{ kind: 'case.proposal-refused', data: { proposalId: id, proposal: 'extension' } }]);
		expect(await world.look(number)).toMatchObject({ state: 'processing', dueAt: weekDue, extensions: 0 });
		const told = async (context: Parameters<typeof readTimeline>[0]) =>
			JSON.stringify(await readTimeline(context, await world.look(number)));
		expect(await told(await world.as('chengban', days(5)))).toContain('人手够');
		expect(await told(world.resident(caseId, days(5)))).not.toContain('人手够');
		expect(await told(world.resident(caseId, days(5)))).not.toContain(words.reason);

		const again = await ask(number, days(6));
		const { version } = await world.look(number);
		const own = { version, proposalId: again.id };
		expect(await refusalOf(withdrawProposal(await world.as('shenhe', days(6)), number, own))).toBe('case.not-yours');
		await withdrawProposal(await world.as('chengban', days(6)), number, own);
		expect(await world.look(number)).toMatchObject({ state: 'processing', dueAt: weekDue });
		expect((await world.kinds(caseId)).slice(-3)).toEqual([
			'case.proposal-refused',
			'case.proposed',
			'case.proposal-withdrawn'
		]);
	});

	it('tells the resident old due, new due, reason and progress in one notice, and puts off the next one', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await ask(number, days(5));
		await decide(number, id, 'shenhe', days(6));
		const timeline = await readTimeline(world.resident(caseId, days(6)), await world.look(number));
		const notice = timeline.find(({ kind }) => kind === 'case.extended');
		expect(notice?.words.words).toEqual({ text: words.reason, progress: words.progress });
		expect(notice?.data).toMatchObject({ oldDueAt: weekDue.toISOString(), dueAt: endOfDay(laterBy(5)).toISOString() });
		expect((await world.look(number)).noticeDueAt).toEqual(endOfDay(addDays(dayOf(days(6)), 7)));
	});

	it('ends with the case: withdrawn by the resident, it can no longer be granted', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await ask(number, days(5));
		const events = await recorded(world, caseStream(caseId), () =>
			withdrawCase(world.resident(caseId, days(6)), number, { reason: '' })
		);
		expect(events.map(({ kind }) => kind)).toEqual(['case.proposal-withdrawn', 'case.withdrawn']);
		expect(await lastProposal(caseId)).toMatchObject({ id, state: 'withdrawn', decidedById: null });
		expect(await refusalOf(decide(number, id, 'shenhe', days(6)))).toBe('case.proposal-gone');
	});

	it('is not granted for a day that has passed meanwhile', async () => {
		const { number } = await carry.processing();
		const { id } = await ask(number, days(5), { newDueOn: laterBy(1) });
		expect(await refusalOf(decide(number, id, 'shenhe', endOfDay(laterBy(1))))).toBe('extension.not-later');
		await refuse(number, id, 'shenhe', endOfDay(laterBy(1)));
		expect((await world.look(number)).state).toBe('processing');
	});

	it('lets one of two who decide win', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await ask(number, days(5));
		const results = await Promise.allSettled([
			decide(number, id, 'shenhe', days(6)),
			refuse(number, id, 'shenhe', days(6))
		]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const decided = (await world.kinds(caseId)).filter((kind) =>
			['case.extended', 'case.proposal-refused'].includes(kind)
		);
		expect(decided).toHaveLength(1);
	});
});
