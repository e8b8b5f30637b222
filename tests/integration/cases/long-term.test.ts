import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { addDays, dayOf, endOfDay } from '#lib/domain/clock.ts';
import type { Phase } from '#lib/domain/phase-plan.ts';
import type { Submission } from '#lib/domain/submission.ts';
import { acceptProposal } from '#lib/server/cases/accept-proposal.ts';
import { makeConfidential } from '#lib/server/cases/change-contact.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { findLiveDraft, submitDraft } from '#lib/server/cases/draft-answer.ts';
import { finishPhase } from '#lib/server/cases/finish-phase.ts';
import { proposeLongTerm } from '#lib/server/cases/propose.ts';
import { returnDraft } from '#lib/server/cases/publish-answer.ts';
import { listLongTermMatters } from '#lib/server/cases/queries/long-term-list.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { refuseProposal } from '#lib/server/cases/refuse-proposal.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { takeOffList } from '#lib/server/cases/take-off-list.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier } from '../../support/carry.ts';
import { desk } from '../../support/desk.ts';
import { goodParts } from '../../support/good-answer.ts';
import { recorded } from '../../support/ledger.ts';
import { days, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

const nothing = async () => 0;
const today = dayOf(noon);
const weekDue = endOfDay(addDays(today, 7));
const phases: readonly Phase[] = [
	{ text: '完成泵房设计', dueOn: addDays(today, 20) },
	{ text: '开工建泵房', dueOn: addDays(today, 60) },
	{ text: '通水试压', dueOn: addDays(today, 90) }
];
const reason = '坡上比水池高，需要增建加压泵房，三个月内办不完。';

async function propose(
	number: CaseNumber,
	now = days(3),
	changes: { phases?: readonly Phase[]; cycleDays?: number } = {}
) {
	const { version, ownerId } = await world.look(number);
	const plan = { version, reason, phases, cycleDays: 30, ...changes };
	return proposeLongTerm(await world.asId(ownerId, now), number, plan);
}
async function accept(number: CaseNumber, proposalId: number, username = 'fenguan', now = days(4)) {
	return acceptProposal(await world.as(username, now), number, { version: await carry.version(number), proposalId });
}
async function listed(changes: Partial<Submission> = {}, now = days(4), plan: Parameters<typeof propose>[2] = {}) {
	const filed = await carry.processing(changes);
	const { id } = await propose(filed.number, days(3), plan);
	await accept(filed.number, id, 'fenguan', now);
	return filed;
}
async function finish(number: CaseNumber, now: Date, username = 'chengban') {
	const done = { version: await carry.version(number), text: '设计图已经完成，正在请人审查。' };
	return finishPhase(await world.as(username, now), number, done);
}

describe('putting a case on the list of long-running matters', () => {
	it('sets the first phase’s day as the due, the cycle of notices, and keeps the old due', async () => {
		const { number, caseId } = await carry.processing();
		const before = await world.look(number);
		const { id } = await propose(number);
		expect(await world.look(number)).toEqual(before);
		const events = await recorded(world, caseStream(caseId), () => accept(number, id));
		const dueAt = endOfDay(addDays(today, 20));
		expect(events).toMatchObject([
			{
				kind: 'case.listed-long-term',
				by: await world.staffId('fenguan'),
				data: { oldDueAt: weekDue.toISOString(), dueAt: dueAt.toISOString(), cycleDays: 30, isLate: false }
			}
		]);
		expect(events).toHaveLength(1);
		expect(await world.look(number)).toMatchObject({
			state: 'long_term',
			dueAt,
			firstDueAt: weekDue,
			answerDueAt: dueAt,
			longTermSince: days(4),
			noticeCycleDays: 30,
			noticeDueAt: endOfDay(addDays(today, 34)),
			stepDueAt: null,
			ownerId: before.ownerId
		});
		const told = await readTimeline(world.resident(caseId, days(5)), await world.look(number));
		expect(told.at(-1)?.words.words).toEqual({
			text: reason,
			...Object.fromEntries(
				phases.flatMap(({ text, dueOn }, index) => [
					[`phase${index + 1}`, text],
					[`phase${index + 1}On`, dueOn]
				])
			)
		});
	});

	it('counts late when it is listed after the old due', async () => {
		const inTime = await listed({}, weekDue);
		expect((await world.look(inTime.number)).answerDueAt).toEqual(endOfDay(addDays(today, 20)));
		const late = await listed({}, new Date(weekDue.getTime() + 1));
		expect(await world.look(late.number)).toMatchObject({
			dueAt: endOfDay(addDays(today, 20)),
			answerDueAt: weekDue,
			firstDueAt: weekDue
		});
	});

	it('is decided by the lead official, never by who proposed it, nor by the unit’s head', async () => {
		const { number } = await carry.processing();
		const { id } = await propose(number);
		expect(await at.sees('fenguan', 'mine', number, days(3))).toBe(true);
		expect(await refusalOf(accept(number, id, 'chengban'))).toBe('case.second-person');
		for (const username of ['shenhe', 'fenpai', 'duban'])
			expect(await refusalOf(accept(number, id, username)), username).toBe('case.not-yours');
		for (const username of ['nongye-fz', 'guanli'])
			expect(await refusalOf(accept(number, id, username)), username).toBe('case.not-found');
		await accept(number, id);
	});

	it('is decided by the supervisor where no lead official is active, also if that one left meanwhile', async () => {
		const leftMeanwhile = await carry.processing();
		const before = await propose(leftMeanwhile.number);
		const setActive = (isActive: boolean) =>
			world.db.update(staff).set({ isActive }).where(eq(staff.username, 'fenguan'));
		await setActive(false);
		try {
			const { number } = await carry.processing();
			const { id } = await propose(number);
			expect(await at.sees('duban', 'mine', number, days(3))).toBe(true);
			await accept(number, id, 'duban');
			expect((await world.look(number)).state).toBe('long_term');
			await accept(leftMeanwhile.number, before.id, 'duban');
		} finally {
			await setActive(true);
		}
	});

	it('needs two dated phases in order and to come, and a cycle of a month at most', async () => {
		const { number } = await carry.processing();
		const refused = (changes: Parameters<typeof propose>[2]) => refusalOf(propose(number, days(3), changes));
		expect(await refused({ phases: phases.slice(0, 1) })).toBe('plan.too-few');
		expect(await refused({ phases: phases.toReversed() })).toBe('plan.order');
		expect(await refused({ cycleDays: 45 })).toBe('plan.cycle');
		const { id } = await propose(number, days(3), {
			phases: [{ text: '临时送水', dueOn: addDays(today, 4) }, ...phases]
		});
		expect(await refusalOf(accept(number, id, 'fenguan', days(5)))).toBe('plan.order');
	});

	it('refused leaves the case in hand with its own due', async () => {
		const { number, caseId } = await carry.processing();
		const { id } = await propose(number);
		const decision = { version: await carry.version(number), proposalId: id, reason: '一个月内能办完。' };
		await refuseProposal(await world.as('fenguan', days(4)), number, decision);
		expect(await world.look(number)).toMatchObject({ state: 'processing', dueAt: weekDue, longTermSince: null });
		expect((await world.kinds(caseId)).slice(-2)).toEqual(['case.proposed', 'case.proposal-refused']);
	});
});

describe('a listed case', () => {
	it('goes from phase to phase, each told to the resident', async () => {
		const { number, caseId } = await listed();
		expect(await refusalOf(finish(number, days(10), 'chengban2'))).toBe('case.not-yours');
		const events = await recorded(world, caseStream(caseId), () => finish(number, days(18)));
		const second = endOfDay(addDays(today, 60));
		expect(events).toMatchObject([{ kind: 'case.phase-finished', data: { position: 1, dueAt: second.toISOString() } }]);
		expect(await world.look(number)).toMatchObject({
			state: 'long_term',
			dueAt: second,
			answerDueAt: second,
			noticeDueAt: endOfDay(addDays(today, 48))
		});
		const { plan, can } = await findStaffCase(await world.as('chengban', days(19)), number);
		expect(plan.map(({ text, doneAt }) => [text, doneAt])).toEqual([
			['完成泵房设计', days(18)],
			['开工建泵房', null],
			['通水试压', null]
		]);
		expect(can).toContain('finish-phase');
		await finish(number, days(50));
		await finish(number, days(80));
		// nothing is left but the answer: its due is the last day of the plan
		expect(await world.look(number)).toMatchObject({ state: 'long_term', dueAt: endOfDay(addDays(today, 90)) });
		expect(await refusalOf(finish(number, days(81)))).toBe('plan.finished');
		expect((await findStaffCase(await world.as('chengban', days(81)), number)).can).not.toContain('finish-phase');
	});

	it('stays late where a phase was finished after its day', async () => {
		const { number } = await listed();
		const first = endOfDay(addDays(today, 20));
		await finish(number, new Date(first.getTime() + 1));
		await finish(number, days(50));
		expect(await world.look(number)).toMatchObject({ dueAt: endOfDay(addDays(today, 90)), answerDueAt: first });
	});

	it('tells the resident something in its own cycle, and after leaving the list in the usual one', async () => {
		const { number } = await listed({}, days(4), { cycleDays: 14 });
		const progress = async (now: Date) =>
			reportProgress(
				await world.as('chengban', now),
				number,
				{ version: await carry.version(number), text: '图纸已送审。', next: '审查', nextOn: '2026-12-01' },
				nothing
			);
		await progress(days(10));
		expect((await world.look(number)).noticeDueAt).toEqual(endOfDay(addDays(today, 24)));
		const off = { version: await carry.version(number), reason: '已提前安排。', dueOn: addDays(today, 30) };
		await takeOffList(await world.as('chengban', days(11)), number, off);
		await progress(days(12));
		expect((await world.look(number)).noticeDueAt).toEqual(endOfDay(addDays(today, 19)));
	});

	it('is answered from the list (销账): under review it goes back there, and stays counted as long-running', async () => {
		const { number, caseId } = await listed();
		const draft = { result: 'solved' as const, parts: goodParts, officeNumbers: ['0000-8600133'] };
		const submit = async (now: Date) =>
			submitDraft(await world.as('chengban', now), number, { version: await carry.version(number), ...draft }, nothing);
		await submit(days(12));
		const live = await findLiveDraft(world.system(), caseId);
		const back = { version: await carry.version(number), draftId: live?.id ?? 0, reason: '写清日期' };
		await returnDraft(await world.as('shenhe', days(12)), number, back);
		expect(await world.look(number)).toMatchObject({ state: 'long_term', dueAt: endOfDay(addDays(today, 20)) });
		await carry.answer(number, caseId, days(15));
		expect(await world.look(number)).toMatchObject({
			state: 'answered',
			longTermSince: days(4),
			noticeDueAt: null,
			answerDueAt: endOfDay(addDays(today, 20))
		});
	});

	it('is taken off with a reason and a day a month off at most, by who has it or the head', async () => {
		const { number, caseId } = await listed();
		const off = async (username: string, dueOn: string) => {
			const input = { version: await carry.version(number), reason: '管网已提前接通，接着办。', dueOn };
			return takeOffList(await world.as(username, days(10)), number, input);
		};
		expect(await refusalOf(off('chengban2', addDays(today, 20)))).toBe('case.not-yours');
		expect(await refusalOf(off('shenhe', '2026-12-14'))).toBe('plan.off-date');
		expect(await refusalOf(off('shenhe', addDays(today, 9)))).toBe('plan.off-date');
		const events = await recorded(world, caseStream(caseId), () => off('shenhe', '2026-12-13'));
		expect(events).toMatchObject([
			{ kind: 'case.taken-off-list', data: { dueAt: endOfDay('2026-12-13').toISOString() } }
		]);
		expect(await world.look(number)).toMatchObject({
			state: 'processing',
			dueAt: endOfDay('2026-12-13'),
			firstDueAt: weekDue,
			noticeCycleDays: null,
			longTermSince: days(4)
		});
		// listed anew it goes by the new plan alone
		const plan = [
			{ text: '第二次设计', dueOn: addDays(today, 40) },
			{ text: '第二次开工', dueOn: addDays(today, 50) }
		];
		const { id } = await propose(number, days(11), { phases: plan });
		await accept(number, id, 'fenguan', days(11));
		await finish(number, days(12));
		expect((await world.look(number)).dueAt).toEqual(endOfDay(addDays(today, 50)));
	});
});

describe('the public list', () => {
	const area = (phase: string) => [
		{ text: phase, dueOn: addDays(today, 20) },
		{ text: `${phase}后复查`, dueOn: addDays(today, 60) }
	];
	const shown = async () => {
		const first = await listLongTermMatters(world.stranger(), 1);
		const texts = first.matters.flatMap(({ phases }) => phases.map(({ text }) => text));
		return { ...first, texts, all: JSON.stringify(first) };
	};

	it('shows plan and next notice, and nothing of a person', async () => {
		const contact = { name: '林女士', phone: '13800138000', email: '' };
		const { number } = await listed({ identity: 'contact', contact, title: '林家门口积水' }, days(4), {
			phases: area('更换主水管')
		});
		await finish(number, days(9));
		const { matters, all } = await shown();
		const matter = matters.find(({ phases }) => phases[0]?.text === '更换主水管');
		expect(matter).toMatchObject({ category: '路灯', since: days(4), noticeDueAt: endOfDay(addDays(today, 39)) });
		expect(matter?.phases.map(({ doneAt }) => doneAt)).toEqual([days(9), null]);
		expect(Object.keys(matter ?? {}).sort()).toEqual([
			'area',
			'category',
			'categoryEn',
			'noticeDueAt',
			'phases',
			'since'
		]);
		for (const secret of [number, '林', '13800138000', '石桥路口', '周敏']) expect(all).not.toContain(secret);
	});

	it('never lists confidential cases, 作风与服务 or kinds that are not published, also when they become so', async () => {
		const becomes = await listed(
			{ identity: 'contact', contact: { name: '', phone: '13800138000', email: '' } },
			days(4),
			{
				phases: area('后来保密的')
			}
		);
		const turns = await listed({}, days(4), { phases: area('后来归作风的') });
		await listed({ categoryCode: '1001' }, days(4), { phases: area('办理低保的') });
		await listed({ identity: 'confidential', contact: { name: '', phone: '13800138000', email: '' } }, days(4), {
			phases: area('本来保密的')
		});
		expect((await shown()).texts).toEqual(expect.arrayContaining(['后来保密的', '后来归作风的']));
		await makeConfidential(world.resident(becomes.caseId, days(5)), becomes.number);
		const conduct = {
			type: 'complaint',
			class: 'ordinary',
			categoryCode: '1801',
			areaId: null,
			reason: '核对后更正'
		} as const;
		await classifyCase(await world.as('fenpai', days(5)), turns.number, {
			version: await carry.version(turns.number),
			...conduct
		});
		const { texts } = await shown();
		for (const phase of ['后来保密的', '后来归作风的', '办理低保的', '本来保密的']) expect(texts).not.toContain(phase);
	});

	it('holds a case until it is answered, never one that is only proposed, and leafs through twenty a page', async () => {
		const answered = await listed({}, days(4), { phases: area('已经答复的') });
		const proposed = await carry.processing();
		await propose(proposed.number, days(3), { phases: area('还没同意的') });
		const reviewed = await listed({}, days(4), { phases: area('正在审核的') });
		const draft = { result: 'solved' as const, parts: goodParts, officeNumbers: ['0000-8600133'] };
		const { version } = await world.look(reviewed.number);
		await submitDraft(await world.as('chengban', days(6)), reviewed.number, { version, ...draft }, nothing);
		await carry.answer(answered.number, answered.caseId, days(6));
		const before = await allTexts();
		expect(before).toContain('正在审核的');
		expect(before).not.toContain('已经答复的');
		expect(before).not.toContain('还没同意的');
		for (let count = 0; count < 21; count++) await listed({}, days(4), { phases: area(`翻页第${count}件`) });
		const first = await listLongTermMatters(world.stranger(), 1);
		expect([first.matters.length, first.hasNext]).toEqual([20, true]);
		const after = await allTexts();
		expect(after).toHaveLength(before.length + 42);
		expect(new Set(after).size).toBe(new Set(before).size + 42);
	}, 60_000);

	async function allTexts() {
		const texts: string[] = [];
		for (let page = 1; ; page++) {
			const { matters, hasNext } = await listLongTermMatters(world.stranger(), page);
			texts.push(...matters.flatMap(({ phases }) => phases.map(({ text }) => text)));
			if (!hasNext) return texts;
		}
	}
});
