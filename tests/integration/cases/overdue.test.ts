import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { standingOf } from '#lib/domain/deadline.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { climbLadder } from '#lib/server/cases/climb-ladder.ts';
import { submitDraft } from '#lib/server/cases/draft-answer.ts';
import { openDuty } from '#lib/server/cases/duties.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { superviseCase } from '#lib/server/cases/supervise.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { badRating, carrier } from '../../support/carry.ts';
import { clockOf, minuteBefore, shanghai } from '../../support/clock.ts';
import { desk } from '../../support/desk.ts';
import { goodParts } from '../../support/good-answer.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let clock: ReturnType<typeof clockOf>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	clock = clockOf(world);
	at = desk(world);
});
afterAll(() => world.close());

type Filed = { caseId: number; number: CaseNumber };
const ladderEvents = async ({ caseId }: Filed, now: Date) => {
	const events = await recorded(world, caseStream(caseId), () => clock.runThrice('climb-ladder', now));
	return events.map(({ kind, data }) => [kind, data.step ?? null]);
};
const owedBy = async ({ caseId }: Filed, kind: 'overdue' | 'long-overdue' | 'progress' | 'lead-review') =>
	(await openDuty(world.system(), caseId, kind))?.owedBy ?? null;
const nothing = async () => 0;
const progress = async (filed: Filed, now: Date) =>
	reportProgress(
		await world.as('chengban', now),
		filed.number,
		{ version: await carry.version(filed.number), text: '灯头已到货', next: '更换灯头', nextOn: '2026-11-20' },
		nothing
	);

// an ordinary case of Tuesday 3 November
const due = shanghai('2026-11-10 24:00');
const oneWorkday = shanghai('2026-11-11 24:00');
const threeWorkdays = shanghai('2026-11-13 24:00');

describe('A-10: an overdue case climbs 催办 → 督办 → 分管负责人', () => {
	it('each step in its minute, once, from the system', async () => {
		const filed = await carry.processing();
		await progress(filed, hours(3));
		expect(await ladderEvents(filed, minuteBefore(due))).toEqual([]);
		const first = await recorded(world, caseStream(filed.caseId), () => clock.runThrice('climb-ladder', due));
		expect(first).toMatchObject([
			{ kind: 'case.laddered', by: null, data: { step: 1 } },
			{ kind: 'case.apologised', by: null }
		]);
		expect(await owedBy(filed, 'overdue')).toBeNull();

		expect(await ladderEvents(filed, minuteBefore(oneWorkday))).toEqual([]);
		expect(await ladderEvents(filed, oneWorkday)).toEqual([['case.laddered', 2]]);
		expect(await owedBy(filed, 'overdue')).toBe('supervisor');
		expect(await at.sees('duban', 'watch', filed.number, oneWorkday)).toBe(true);
		expect(await at.sees('fenguan', 'watch', filed.number, oneWorkday)).toBe(false);

		expect(await ladderEvents(filed, minuteBefore(threeWorkdays))).toEqual([]);
		expect(await ladderEvents(filed, threeWorkdays)).toEqual([['case.laddered', 3]]);
		expect(await owedBy(filed, 'long-overdue')).toBe('lead-official');
		expect(await at.sees('fenguan', 'watch', filed.number, threeWorkdays)).toBe(true);
		expect(await ladderEvents(filed, days(60))).toEqual([]);
		expect((await world.look(filed.number)).ladder).toBe(3);
	});

	it('counts working days, not days: a due on Friday is supervised when Monday is over', async () => {
		// Friday 6 November, due Friday 13
		const filed = await carry.processing({}, days(3));
		await ladderEvents(filed, shanghai('2026-11-13 24:00'));
		expect(await ladderEvents(filed, shanghai('2026-11-16 23:59'))).toEqual([]);
		expect(await ladderEvents(filed, shanghai('2026-11-16 24:00'))).toEqual([['case.laddered', 2]]);
		expect(await ladderEvents(filed, shanghai('2026-11-18 23:59'))).toEqual([]);
		expect(await ladderEvents(filed, shanghai('2026-11-18 24:00'))).toEqual([['case.laddered', 3]]);
	});

	it('climbs all steps a stopped server missed, in order', async () => {
		const filed = await carry.processing();
		expect(await ladderEvents(filed, days(30))).toEqual([
			...[['case.laddered', 1] as const, ['case.apologised', null] as const],
			...[['case.laddered', 2] as const, ['case.laddered', 3] as const]
		]);
	});

	it('apologises to the resident, naming who sees to it and what was last reported', async () => {
		const filed = await carry.processing();
		await progress(filed, hours(3));
		await clock.run('climb-ladder', due);
		const page = await readResidentCase(world.resident(filed.caseId, due));
		const apology = page.entries.find(({ kind }) => kind === 'case.apologised');
		const [supervisor] = await world.db.select({ name: staff.name }).from(staff).where(eq(staff.username, 'duban'));
		expect(apology?.words.words?.supervisor).toContain(supervisor?.name);
		expect(apology?.words.words?.latest).toBe('灯头已到货');
		expect(page.entries.map(({ kind }) => kind)).not.toContain('case.laddered');
	});

	it('does not run while the resident is asked, nor after the answer', async () => {
		const [asked, answered] = [await carry.processing(), await carry.answered()];
		const version = await carry.version(asked.number);
		const ask = { version, ask: '请补充具体位置', asksIdentity: false };
		await requestInfo(await world.as('chengban', hours(3)), asked.number, ask);
		expect(await ladderEvents(asked, days(8))).toEqual([]);
		expect(await ladderEvents(answered, days(12))).toEqual([]);
	});

	it('begins anew where the due moves, and what was owed for the old one ends', async () => {
		const filed = await carry.processing();
		await clock.run('climb-ladder', days(12));
		expect(await owedBy(filed, 'overdue')).toBe('supervisor');
		expect(await owedBy(filed, 'long-overdue')).toBe('lead-official');
		const raised = {
			...({ version: await carry.version(filed.number), type: 'help', class: 'important' } as const),
			...{ categoryCode: '0302', areaId: null, reason: '要更换整条线路，需要较长时间。' }
		};
		// by whoever directs it once it is in hand
		await classifyCase(await world.as('fenpai', days(12)), filed.number, raised);
		expect(await owedBy(filed, 'overdue')).toBeNull();
		expect(await owedBy(filed, 'long-overdue')).toBeNull();
		expect((await world.look(filed.number)).ladder).toBe(0);
		const newDue = shanghai('2026-12-03 24:00');
		expect(await ladderEvents(filed, minuteBefore(newDue))).toEqual([]);
		expect(await ladderEvents(filed, newDue)).toEqual([
			['case.laddered', 1],
			['case.apologised', null]
		]);
	});

	it('ends with the answer, and with a withdrawal', async () => {
		const [late, gone] = [await carry.processing(), await carry.processing()];
		await clock.run('climb-ladder', days(12));
		await carry.answer(late.number, late.caseId, days(13));
		await withdrawCase(world.resident(gone.caseId, days(13)), gone.number, { reason: '' });
		for (const filed of [late, gone]) {
			expect(await owedBy(filed, 'overdue')).toBeNull();
			expect(await owedBy(filed, 'long-overdue')).toBeNull();
			expect(await ladderEvents(filed, days(14))).toEqual([]);
		}
	});

	it('comes before the supervisor where the lead official may not know of it', async () => {
		const filed = await carry.processing();
		const staffId = await world.staffId('fenguan');
		const version = await carry.version(filed.number);
		await excludeFromCase(await world.as('duban', hours(3)), filed.number, {
			version,
			excluded: { unitId: null, staffId }
		});
		await clock.run('climb-ladder', days(12));
		expect(await owedBy(filed, 'long-overdue')).toBe('supervisor');
		expect(await at.sees('fenguan', 'watch', filed.number, days(12))).toBe(false);
	});

	it('is the clock’s alone', async () => {
		const filed = await carry.processing();
		for (const username of ['chengban', 'fenpai', 'duban'])
			expect(await refusalOf(climbLadder(await world.as(username, days(12)), filed.number))).toBe('case.not-yours');
	});
});

it('acceptance 4: what is done but not published on day 8 is overdue, and says so everywhere', async () => {
	const filed = await carry.processing();
	const draft = { version: await carry.version(filed.number), result: 'solved', parts: goodParts } as const;
	await submitDraft(await world.as('chengban', days(6)), filed.number, { ...draft, officeNumbers: [] }, nothing);
	const eighth = days(8);
	expect(await world.look(filed.number)).toMatchObject({ state: 'review', answeredAt: null });
	await clock.run('climb-ladder', eighth);
	expect((await world.kinds(filed.caseId)).filter((kind) => kind === 'case.laddered')).not.toEqual([]);
	expect(await world.look(filed.number)).toMatchObject({ ladder: 1 });
	const { rows } = await at.page('shenhe', { view: 'due', query: filed.number }, eighth);
	expect(rows.map(({ dueAt }) => dueAt && standingOf(dueAt, eighth))).toMatchObject([{ kind: 'overdue' }]);
	// published a day later it counts late, and stays so
	await carry.publish(filed.number, filed.caseId, days(9));
	const { answeredAt, answerDueAt } = await world.look(filed.number);
	expect(answeredAt && answeredAt > answerDueAt).toBe(true);
});

describe('登记督办', () => {
	it('ends what one’s own role owes, and leaves what another owes', async () => {
		const filed = await carry.processing();
		await clock.run('climb-ladder', days(12));
		const note = { version: await carry.version(filed.number), text: '已当面催过。' };
		const as = (username: string) => world.as(username, days(12));
		expect((await findStaffCase(await as('duban'), filed.number)).can).toContain('supervise');
		expect((await findStaffCase(await as('chengban'), filed.number)).can).not.toContain('supervise');
		const events = await recorded(world, caseStream(filed.caseId), async () =>
			superviseCase(await as('duban'), filed.number, note)
		);
		expect(events).toMatchObject([{ kind: 'case.supervised', data: { duties: ['overdue'] } }]);
		expect(await owedBy(filed, 'long-overdue')).toBe('lead-official');
		expect(await refusalOf(superviseCase(await as('duban'), filed.number, note))).toBe('case.nothing-to-supervise');
		expect(await at.sees('duban', 'watch', filed.number, days(12))).toBe(false);
		const last = await recorded(world, caseStream(filed.caseId), async () =>
			superviseCase(await as('fenguan'), filed.number, note)
		);
		expect(last).toMatchObject([{ kind: 'case.supervised', data: { duties: ['long-overdue'] } }]);
	});

	it('acceptance 14: a second bad rating comes before the lead official, and nobody else ends that', async () => {
		const filed = await carry.answered();
		await rateCase(world.resident(filed.caseId, hours(30)), filed.number, badRating);
		const ownerId = await world.staffId('chengban2');
		const head = await world.as('shenhe', hours(31));
		await reassignCase(head, filed.number, { version: await carry.version(filed.number), ownerId, reason: '换人办' });
		await carry.answer(filed.number, filed.caseId, hours(40), 'chengban2');
		await rateCase(world.resident(filed.caseId, hours(50)), filed.number, badRating);
		expect(await owedBy(filed, 'lead-review')).toBe('lead-official');
		const note = { version: await carry.version(filed.number), text: '已约谈，说明其他途径。' };
		expect(await refusalOf(superviseCase(await world.as('duban', hours(51)), filed.number, note))).toBe(
			'case.nothing-to-supervise'
		);
		const lead = await world.as('fenguan', hours(51));
		const page = await findStaffCase(lead, filed.number);
		expect(page.timeline.filter(({ kind }) => kind === 'case.rated')).toHaveLength(2);
		await superviseCase(lead, filed.number, note);
		expect(await owedBy(filed, 'lead-review')).toBeNull();
	});
});

describe('A-8: who is told nothing for a cycle is owed a word', () => {
	const noticeEvents = ({ caseId }: Filed, now: Date) =>
		recorded(world, caseStream(caseId), () => clock.runThrice('owe-notice', now));

	it('after 7 days, in the minute, once, until something is told', async () => {
		const filed = await carry.processing();
		expect(await noticeEvents(filed, minuteBefore(due))).toEqual([]);
		expect(await noticeEvents(filed, due)).toEqual([
			{ kind: 'case.notice-owed', by: null, data: { since: due.toISOString() } }
		]);
		expect(await owedBy(filed, 'progress')).toBe('owner');
		expect(await at.sees('chengban', 'mine', filed.number, due)).toBe(true);
		for (const username of ['duban', 'fenguan'])
			expect(await at.sees(username, 'silent', filed.number, due)).toBe(true);
		const { rows } = await at.page('chengban', { view: 'mine', query: filed.number }, due);
		expect(rows).toMatchObject([{ isSilent: true }]);

		await progress(filed, days(9));
		expect(await owedBy(filed, 'progress')).toBeNull();
		expect(await at.sees('duban', 'silent', filed.number, days(9))).toBe(false);
		// told on the 12th: the 19th
		const next = shanghai('2026-11-19 24:00');
		expect(await noticeEvents(filed, minuteBefore(next))).toEqual([]);
		expect(await noticeEvents(filed, next)).toHaveLength(1);
	});

	it('a message in time leaves nothing owed', async () => {
		const filed = await carry.processing();
		await progress(filed, days(6));
		expect(await noticeEvents(filed, days(12))).toEqual([]);
	});

	it('after 15 days where the matter is important', async () => {
		const filed = await carry.processing();
		const raised = {
			...({ version: await carry.version(filed.number), type: 'help', class: 'important' } as const),
			...{ categoryCode: '0302', areaId: null, reason: '要更换整条线路，需要较长时间。' }
		};
		await classifyCase(await world.as('fenpai', hours(5)), filed.number, raised);
		const fifteen = shanghai('2026-11-18 24:00');
		expect(await noticeEvents(filed, minuteBefore(fifteen))).toEqual([]);
		expect(await noticeEvents(filed, fifteen)).toHaveLength(1);
	});

	it('not while the resident is asked; the cycle begins again with what was supplied', async () => {
		const filed = await carry.processing();
		await clock.run('owe-notice', days(8));
		const ask = { version: await carry.version(filed.number), ask: '请补充具体位置', asksIdentity: false };
		await requestInfo(await world.as('chengban', days(8)), filed.number, ask);
		expect(await owedBy(filed, 'progress')).toBeNull();
		expect(await noticeEvents(filed, days(9))).toEqual([]);
		await supplyInfo(world.resident(filed.caseId, days(10)), filed.number, { text: '在桥头东边。' });
		const next = shanghai('2026-11-20 24:00');
		expect(await noticeEvents(filed, minuteBefore(next))).toEqual([]);
		expect(await noticeEvents(filed, next)).toHaveLength(1);
	});

	it('ends with the answer', async () => {
		const filed = await carry.processing();
		await clock.run('owe-notice', days(8));
		await carry.answer(filed.number, filed.caseId, days(9));
		expect(await owedBy(filed, 'progress')).toBeNull();
		expect(await noticeEvents(filed, days(30))).toEqual([]);
	});
});

it('leaves a valid ledger behind', async () => {
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
