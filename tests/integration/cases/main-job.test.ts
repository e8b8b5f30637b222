import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '../../../src/lib/domain/case-number.ts';
import { acceptCase } from '../../../src/lib/server/cases/accept.ts';
import { answerOnTheSpot } from '../../../src/lib/server/cases/answer-on-the-spot.ts';
import { acceptAndAssign, assignCase } from '../../../src/lib/server/cases/assign.ts';
import { checkClues } from '../../../src/lib/server/cases/check-clues.ts';
import { classifyCase } from '../../../src/lib/server/cases/classify.ts';
import { closeUnrated } from '../../../src/lib/server/cases/close-unrated.ts';
import { findLiveDraft, submitDraft } from '../../../src/lib/server/cases/draft-answer.ts';
import { excludeFromCase, liftExclusion } from '../../../src/lib/server/cases/exclude.ts';
import { handOver } from '../../../src/lib/server/cases/hand-over.ts';
import { lapseInfo } from '../../../src/lib/server/cases/lapse-info.ts';
import { logContact } from '../../../src/lib/server/cases/log-contact.ts';
import { publishAnswer, returnDraft } from '../../../src/lib/server/cases/publish-answer.ts';
import { rateCase, requestRework } from '../../../src/lib/server/cases/rate.ts';
import { reassignCase } from '../../../src/lib/server/cases/reassign.ts';
import { rejectCase } from '../../../src/lib/server/cases/reject.ts';
import { remindCase } from '../../../src/lib/server/cases/remind.ts';
import { requestInfo } from '../../../src/lib/server/cases/request-info.ts';
import { requestRecheck } from '../../../src/lib/server/cases/request-recheck.ts';
import { designateUnit, returnAssignment } from '../../../src/lib/server/cases/return-assignment.ts';
import { revealContact } from '../../../src/lib/server/cases/reveal-contact.ts';
import { signCase } from '../../../src/lib/server/cases/sign.ts';
import { submitCase } from '../../../src/lib/server/cases/submit.ts';
import { supplyInfo } from '../../../src/lib/server/cases/supply-info.ts';
import { withdrawCase } from '../../../src/lib/server/cases/withdraw.ts';
import { exclusions } from '../../../src/lib/server/db/schema/exclusions.ts';
import { verifyLedger } from '../../../src/lib/server/events/verify.ts';
import { goodParts } from '../../support/good-answer.ts';
import { days, hours, noon, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const nothing = async () => 0;
const contact = { name: '林女士', phone: '13800138000', email: '' };

async function assigned(changes = {}, at = noon) {
	const filed = await world.aCase(changes, at);
	const { version } = await world.look(filed.number);
	await acceptAndAssign(await world.as('fenpai', hours(1, at)), filed.number, {
		version,
		unitId: world.unitId(planning),
		instruction: ''
	});
	return filed;
}
async function processing(changes = {}, at = noon) {
	const filed = await assigned(changes, at);
	await signCase(await world.as('chengban', hours(2, at)), filed.number, (await world.look(filed.number)).version);
	return filed;
}
async function drafted(number: CaseNumber, username: string, at: Date) {
	const { version } = await world.look(number);
	const draft = { version, result: 'solved' as const, parts: goodParts, officeNumbers: ['0000-8600133'] };
	await submitDraft(await world.as(username, at), number, draft, nothing);
}
async function answered(changes = {}, at = noon) {
	const filed = await processing(changes, at);
	await drafted(filed.number, 'chengban', hours(20, at));
	await published(filed.number, 'shenhe', filed.caseId, hours(21, at));
	return filed;
}
async function published(number: CaseNumber, username: string, caseId: number, at: Date) {
	const draft = await findLiveDraft(world.system(), caseId);
	const { version } = await world.look(number);
	return publishAnswer(await world.as(username, at), number, { version, draftId: draft?.id ?? 0 });
}
const bad = { stars: 1, solved: 'not', tags: ['unsolved'], words: '' } as const;
const good = { stars: 5, solved: 'solved', tags: ['fast'], words: '' } as const;

describe('from an opinion to a rated answer', () => {
	it('goes the whole way with exactly one event an act', async () => {
		const { caseId, number } = await answered();
		await rateCase(world.resident(caseId, hours(30)), number, good);
		expect(await world.kinds(caseId)).toEqual([
			'case.submitted',
			'case.accepted',
			'case.assigned',
			'case.signed',
			'case.draft-submitted',
			'case.answered',
			'case.rated',
			'case.closed'
		]);
		const closed = await world.look(number);
		expect(closed).toMatchObject({ state: 'closed', closedAs: 'rated', dueAt: null, round: 1 });
	});

	it('promises seven days on the receipt: 3 November 20:15 to the end of 10 November', async () => {
		const { dueAt } = await world.aCase({}, new Date('2026-11-03T12:15:00Z'));
		expect(dueAt.toISOString()).toBe('2026-11-10T16:00:00.000Z');
	});

	it('gives a retry the same number and code, and stores one case', async () => {
		const submission = world.submission();
		const [one, other] = await Promise.all([world.aCase(submission), world.aCase(submission)]);
		expect(other.number).toBe(one.number);
		expect(other.code).toBe(one.code);
		expect([one.isReplay, other.isReplay].sort()).toEqual([false, true]);
	});

	it('refuses the same key with other content', async () => {
		const submission = world.submission();
		await world.aCase(submission);
		expect(await refusalOf(world.aCase({ ...submission, text: '完全不同的另一件事情。' }))).toBe(
			'submission.key-reused'
		);
	});
});

describe('a bad rating', () => {
	it('acceptance 14: opens one rework with somebody else; a second one closes the case, and there is no third loop', async () => {
		const { caseId, number } = await answered();
		await rateCase(world.resident(caseId, hours(30)), number, bad);
		const rework = await world.look(number);
		expect(rework).toMatchObject({ state: 'rework', round: 2, ownerId: await world.staffId('shenhe') });
		const head = await world.as('shenhe', hours(31));
		const first = await world.staffId('chengban');
		const second = await world.staffId('chengban2');
		const to = (ownerId: number) => ({ version: rework.version, ownerId, reason: '换人办' });
		expect(await refusalOf(reassignCase(head, number, to(first)))).toBe('case.reworker-must-differ');
		await reassignCase(head, number, to(second));
		await drafted(number, 'chengban2', hours(40));
		await published(number, 'shenhe', caseId, hours(41));
		await rateCase(world.resident(caseId, hours(50)), number, bad);
		expect(await world.look(number)).toMatchObject({ state: 'closed', closedAs: 'answered-twice' });
		expect(await refusalOf(requestRework(world.resident(caseId, hours(51)), number, { reason: '' }))).toBe(
			'case.rework-used-up'
		);
		await rateCase(world.resident(caseId, hours(52)), number, { ...bad, stars: 2 });
		expect(await world.look(number)).toMatchObject({ state: 'closed', round: 2 });
		expect((await world.kinds(caseId)).filter((kind) => kind === 'case.rework-opened')).toHaveLength(1);
	});

	it('counts an edit down within seven days, and not after', async () => {
		const { caseId, number } = await answered();
		await rateCase(world.resident(caseId, hours(30)), number, good);
		expect(await refusalOf(rateCase(world.resident(caseId, days(9)), number, bad))).toBe('case.too-late');
		await rateCase(world.resident(caseId, days(4)), number, bad);
		expect((await world.look(number)).state).toBe('rework');
	});

	it('closes unrated after fifteen days and still takes a late first rating', async () => {
		const { caseId, number } = await answered();
		await closeUnrated(world.system(days(10)), number);
		expect((await world.look(number)).state).toBe('answered');
		await closeUnrated(world.system(days(20)), number);
		expect(await world.look(number)).toMatchObject({ state: 'closed', closedAs: 'unrated' });
		await rateCase(world.resident(caseId, days(30)), number, bad);
		expect((await world.look(number)).state).toBe('rework');
	});
});

describe('two people', () => {
	it('keeps drafter and publisher apart', async () => {
		const { number, caseId } = await assigned();
		await signCase(await world.as('shenhe', hours(2)), number, (await world.look(number)).version);
		await drafted(number, 'shenhe', hours(3));
		expect(await refusalOf(published(number, 'shenhe', caseId, hours(4)))).toBe('case.publisher-must-differ');
		// a unit without another head: the lead official stands above it
		await published(number, 'fenguan', caseId, hours(5));
		expect((await world.look(number)).state).toBe('answered');
	});

	it('returns a draft to where it came from', async () => {
		const { number, caseId } = await processing();
		await drafted(number, 'chengban', hours(5));
		const draft = await findLiveDraft(world.system(), caseId);
		const { version } = await world.look(number);
		await returnDraft(await world.as('shenhe', hours(6)), number, {
			version,
			draftId: draft?.id ?? 0,
			reason: '写清日期'
		});
		expect((await world.look(number)).state).toBe('processing');
	});

	it('lets one of two win and tells the other who was faster', async () => {
		const { number } = await world.aCase();
		const { version } = await world.look(number);
		const results = await Promise.allSettled([
			acceptCase(await world.as('fenpai', hours(1)), number, version),
			acceptCase(await world.as('fenpai2', hours(1)), number, version)
		]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const lost = results.find((result) => result.status === 'rejected');
		expect(lost?.reason).toMatchObject({ key: 'case.changed', details: { kind: 'case.accepted' } });
	});

	it('has a refusal checked by another person, once', async () => {
		const { number, caseId } = await world.aCase();
		const words = { reason: 'not-local' as const, words: '这件事不归本乡管。', route: '请打 12345。' };
		await rejectCase(await world.as('fenpai'), number, { version: 1, ...words });
		await requestRecheck(world.resident(caseId, hours(2)), number);
		const again = await world.look(number);
		expect(again).toMatchObject({ state: 'submitted', ownerId: await world.staffId('fenpai2') });
		const second = { version: again.version, ...words };
		expect(await refusalOf(rejectCase(await world.as('fenpai', hours(3)), number, second))).toBe(
			'case.rechecker-must-differ'
		);
		await rejectCase(await world.as('fenpai2', hours(4)), number, second);
		expect(await refusalOf(requestRecheck(world.resident(caseId, hours(5)), number))).toBe('case.already-rechecked');
	});
});

describe('a wrong assignment', () => {
	it('comes back once, and after 指定承办 never again', async () => {
		const { number } = await assigned();
		const handler = await world.as('chengban', hours(3));
		const reason = { reason: '不归我办管' };
		await returnAssignment(handler, number, { version: (await world.look(number)).version, ...reason });
		const back = await world.look(number);
		expect(back).toMatchObject({ state: 'return_requested', ownerId: await world.staffId('fenpai') });
		const dispatcher = await world.as('fenpai', hours(4));
		const same = { version: back.version, unitId: world.unitId(planning), instruction: '' };
		expect(await refusalOf(assignCase(dispatcher, number, same))).toBe('case.same-unit');
		await designateUnit(dispatcher, number, { version: back.version, ...reason });
		const again = { version: (await world.look(number)).version, ...reason };
		expect(await refusalOf(returnAssignment(handler, number, again))).toBe('case.already-designated');
	});

	it('is too late after a working day', async () => {
		const { number } = await assigned();
		const late = await world.as('chengban', days(4));
		expect(
			await refusalOf(
				returnAssignment(late, number, { version: (await world.look(number)).version, reason: '不归我办管' })
			)
		).toBe('case.too-late');
	});
});

describe('待补充', () => {
	it('stops the clock for whole days and moves the due date by them', async () => {
		const { number, caseId, dueAt } = await processing();
		const handler = await world.as('chengban', hours(4));
		await requestInfo(handler, number, {
			version: (await world.look(number)).version,
			ask: '请补充具体位置',
			asksIdentity: false
		});
		await supplyInfo(world.resident(caseId, days(3)), number, { text: '在桥头东边五十米。' });
		const back = await world.look(number);
		expect(back).toMatchObject({ state: 'processing', pausedDays: 3, pausedAt: null });
		expect(back.dueAt?.getTime()).toBe(dueAt.getTime() + 3 * 86_400_000);
	});

	it('ends as unclear when nothing came before acceptance, and goes on after it', async () => {
		const early = await world.aCase();
		await requestInfo(await world.as('fenpai'), early.number, {
			version: 1,
			ask: '请补充具体位置',
			asksIdentity: false
		});
		await lapseInfo(world.system(days(11)), early.number);
		expect(await world.look(early.number)).toMatchObject({ state: 'rejected', dueAt: null });
		const late = await processing();
		await requestInfo(await world.as('chengban', hours(3)), late.number, {
			version: (await world.look(late.number)).version,
			ask: '请补充具体位置',
			asksIdentity: false
		});
		await lapseInfo(world.system(days(12)), late.number);
		expect(await world.look(late.number)).toMatchObject({ state: 'processing', pausedDays: 10 });
	});
});

describe('回避 and 保密', () => {
	it('takes a case away from an excluded person in charge at once, and hides it everywhere', async () => {
		const { number } = await world.aCase();
		const excluded = { unitId: null, staffId: await world.staffId('fenpai') };
		await excludeFromCase(await world.as('duban', hours(1)), number, { version: 1, excluded });
		expect((await world.look(number)).ownerId).toBe(await world.staffId('fenpai2'));
		expect(await refusalOf(acceptCase(await world.as('fenpai', hours(2)), number, 2))).toBe('case.not-found');
		const [row] = await world.db.select().from(exclusions).where(eq(exclusions.staffId, excluded.staffId));
		const lift = { version: (await world.look(number)).version, exclusionId: row?.id ?? 0, reason: '经核实无关' };
		expect(await refusalOf(liftExclusion(await world.as('fenpai2', hours(3)), number, lift))).toBe('case.not-yours');
		await liftExclusion(await world.as('duban', hours(3)), number, lift);
	});

	it('excludes from the first moment whom the resident names', async () => {
		const { number } = await world.aCase({ avoidWords: '不要让李娜看到' });
		expect((await world.look(number)).ownerId).not.toBe(await world.staffId('fenpai'));
		expect(await refusalOf(acceptCase(await world.as('fenpai'), number, 1))).toBe('case.not-found');
	});

	it('cannot assign a confidential case before its checked text stands', async () => {
		const { number } = await world.aCase({ identity: 'confidential', contact });
		await acceptCase(await world.as('fenpai'), number, 1);
		const to = { version: 2, unitId: world.unitId(planning), instruction: '' };
		expect(await refusalOf(assignCase(await world.as('fenpai'), number, to))).toBe('case.has-no-checked-text');
		await checkClues(await world.as('fenpai'), number, {
			version: 2,
			title: '路灯不亮',
			text: '有居民反映路灯不亮。',
			place: '',
			releasedIds: []
		});
		await assignCase(await world.as('fenpai'), number, to);
		const handler = await world.as('chengban', hours(1));
		await signCase(handler, number, (await world.look(number)).version);
		expect(await refusalOf(revealContact(handler, number, { reason: 'ask-details', words: '核实' }))).toBe(
			'case.not-yours'
		);
	});

	it('leaves category 18 to the supervisor alone', async () => {
		const { number } = await world.aCase({ categoryCode: '1801', type: 'complaint' });
		expect((await world.look(number)).ownerId).toBe(await world.staffId('duban'));
		expect(await refusalOf(acceptCase(await world.as('fenpai'), number, 1))).toBe('case.not-found');
		await acceptCase(await world.as('duban'), number, 1);
	});

	it('writes down who looks before anything is opened, and asks for a recent proof', async () => {
		const { number, caseId } = await processing({ identity: 'contact', contact });
		const handler = await world.as('chengban', hours(5));
		const stale = { ...handler, actor: { ...handler.actor, provedAt: noon } };
		const reason = { reason: 'ask-details' as const, words: '到现场前确认位置' };
		expect(await refusalOf(revealContact(stale, number, reason))).toBe('factor.stale');
		expect(await revealContact(handler, number, reason)).toEqual(contact);
		expect((await world.kinds(caseId)).filter((kind) => kind === 'case.contact-revealed')).toHaveLength(1);
		expect(await refusalOf(revealContact(await world.as('shenhe', hours(5)), number, reason))).toBe('case.not-yours');
	});
});

describe('what else is owed', () => {
	it('keeps the call duty until somebody was reached, or after three tries', async () => {
		const { number, caseId } = await answered({ identity: 'contact', contact, wantsCall: true });
		await rateCase(world.resident(caseId, hours(30)), number, good);
		const handler = await world.as('chengban', hours(31));
		const log = async () =>
			logContact(handler, number, { version: (await world.look(number)).version, outcome: 'no-answer', words: '' });
		await log();
		await log();
		await log();
		expect(await refusalOf(log())).toBe('case.not-in-this-state');
	});

	it('owes a first message by the printed date when a case is raised to important', async () => {
		const { number } = await processing();
		const { version, firstDueAt } = await world.look(number);
		const change = {
			version,
			type: 'help',
			class: 'important',
			categoryCode: '0302',
			areaId: null,
			reason: '涉及十户以上'
		} as const;
		const raised = await classifyCase(await world.as('fenpai', hours(5)), number, change);
		expect(raised.dueAt?.toISOString()).toBe('2026-12-03T16:00:00.000Z');
		expect(raised.firstDueAt).toEqual(firstDueAt);
	});

	it('takes one reminder a day', async () => {
		const { number, caseId } = await processing();
		await remindCase(world.resident(caseId, hours(5)), number);
		expect(await refusalOf(remindCase(world.resident(caseId, hours(6)), number))).toBe('case.reminded-today');
		await remindCase(world.resident(caseId, days(1)), number);
	});

	it('answers a walk-in on the spot, and no confidential case', async () => {
		const clerk = await world.as('jiedai');
		const filed = await submitCase(clerk, world.submission({ channel: 'reception', type: 'question' }));
		await answerOnTheSpot(clerk, filed.number, {
			version: 1,
			result: 'explained',
			parts: { ...goodParts, done: '可以，带身份证来窗口办。' }
		});
		expect((await world.look(filed.number)).state).toBe('answered');
		const secret = await submitCase(
			clerk,
			world.submission({ channel: 'reception', identity: 'confidential', contact })
		);
		expect(
			await refusalOf(answerOnTheSpot(clerk, secret.number, { version: 1, result: 'explained', parts: goodParts }))
		).toBe('case.not-on-the-spot');
	});

	it('hands every open case of a person over', async () => {
		const { number } = await processing();
		const from = await world.staffId('chengban');
		const to = await world.staffId('chengban2');
		const head = await world.as('shenhe', hours(6));
		expect(await refusalOf(handOver(head, { fromId: from, toId: from }))).toBe('staff.same-person');
		const { moved } = await handOver(head, { fromId: from, toId: to });
		expect(moved).toBeGreaterThan(0);
		expect((await world.look(number)).ownerId).toBe(to);
	});

	it('lets the resident withdraw, and nobody else', async () => {
		const { number, caseId } = await processing();
		expect(await refusalOf(withdrawCase(await world.as('chengban', hours(5)), number, { reason: '' }))).toBe(
			'case.not-yours'
		);
		expect(await refusalOf(withdrawCase(world.resident(caseId + 1, hours(5)), number, { reason: '' }))).toBe(
			'case.not-found'
		);
		await withdrawCase(world.resident(caseId, hours(5)), number, { reason: '' });
		expect(await world.look(number)).toMatchObject({ state: 'withdrawn', dueAt: null });
	});
});

it('leaves a valid ledger behind, and names a row that was changed', async () => {
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	await expect(world.database.sql`update events set kind = 'case.closed' where position = 2`).rejects.toThrow(
		'append-only'
	);
	await expect(world.database.sql`delete from texts`).rejects.toThrow('append-only');
	await expect(world.database.sql`truncate events`).rejects.toThrow('append-only');
	await world.database.sql`alter table events disable trigger user`;
	const [changed] = await world.database.sql`
		update events set data = data || '{"class": "urgent"}' where kind = 'case.accepted' and id = (select min(id) from events where kind = 'case.accepted') returning id`;
	await world.database.sql`alter table events enable trigger user`;
	expect(await verifyLedger(world.db)).toMatchObject({
		isValid: false,
		where: expect.stringContaining(`events ${changed?.id} `)
	});
});
