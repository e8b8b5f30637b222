import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue } from '#lib/domain/common-issue.ts';
import type { StaffActor } from '#lib/domain/permissions.ts';
import { makeConfidential } from '#lib/server/cases/change-contact.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { draftIssue } from '#lib/server/cases/draft-issue.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { linkToIssue, unlinkFromIssue } from '#lib/server/cases/link-to-issue.ts';
import { mergeCase } from '#lib/server/cases/merge.ts';
import { noteIssue, reopenIssue, settleIssue } from '#lib/server/cases/note-issue.ts';
import { publishIssue } from '#lib/server/cases/publish-issue.ts';
import {
	findIssue,
	findPublicIssue,
	issueOfCase,
	listIssues,
	listPublicIssues
} from '#lib/server/cases/queries/common-issues.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import type { Context } from '#lib/server/context.ts';
import { issueLinks } from '#lib/server/db/schema/common-issues.ts';
import { caseStream, issueStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let dispatcher: Context<StaffActor>;
let head: Context<StaffActor>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	[dispatcher, head] = [await world.as('fenpai', hours(3)), await world.as('shenhe', hours(3))];
});
afterAll(() => world.close());

const issue = (changes: Partial<Issue> = {}): Issue => ({
	title: '老街晚上路灯成片不亮',
	known: '老街一带的路灯线路老化，接头受潮，下雨后成片不亮。',
	doing: '已经请供电单位一起查线路，分段更换。',
	categoryCode: '03',
	areaId: null,
	unitId: world.unitId(planning),
	...changes
});
const draft = (
	by: Context<StaffActor>,
	changes: Partial<Issue> = {},
	id: number | null = null,
	baseTextId: number | null = null
) => draftIssue(by, { id, baseTextId, issue: issue(changes), officeNumbers: [] });
const publish = async (by: Context<StaffActor>, id: number) =>
	publishIssue(by, id, { textId: (await findIssue(dispatcher, id)).draftTextId ?? 0, officeNumbers: [] });
const opened = async () => {
	const id = await draft(dispatcher);
	await publish(head, id);
	return id;
};
const note = (text: string) => ({ text, officeNumbers: [] });
const open = { state: 'open', after: null } as const;
const linked = async (caseId: number) =>
	(await world.db.select().from(issueLinks).where(eq(issueLinks.caseId, caseId))).map(({ issueId }) => issueId);
const seenBy = async (caseId: number) => (await readResidentCase(world.resident(caseId, days(1)))).issue;

describe('a common issue', () => {
	it('is written by one and made public by another, with an event each that names the versions', async () => {
		const id = await draft(dispatcher);
		expect(await refusalOf(publish(dispatcher, id))).toBe('issue.second-person');
		expect(await refusalOf(findPublicIssue(world.stranger(), id))).toBe('case.not-found');
		const first = (await findIssue(head, id)).draftTextId ?? 0;
		expect(await recorded(world, issueStream(id), () => publish(head, id))).toMatchObject([
			{ kind: 'issue.published', by: head.actor.id, data: { issue: { textId: first }, before: null } }
		]);
		const changed = await recorded(world, issueStream(id), () => draft(head, { title: '老街路灯' }, id, first));
		expect(changed).toMatchObject([{ kind: 'issue.drafted', data: { before: { textId: first } } }]);
		expect(await findPublicIssue(world.stranger(), id)).toMatchObject({ title: issue().title });
		expect(await refusalOf(draft(dispatcher, {}, id, first))).toBe('issue.changed');
		await publish(dispatcher, id);
		expect(await findPublicIssue(world.stranger(), id)).toMatchObject({ title: '老街路灯', unit: planning });
	});

	it('goes on by dated notes, is settled, and opened again when it is back', async () => {
		const id = await opened();
		const events = await recorded(world, issueStream(id), async () => {
			await noteIssue(head, id, note('东段已经换好线。'));
			await settleIssue({ ...head, now: days(2) }, id, note('全部换好，连着三晚复查正常。'));
			expect(await refusalOf(noteIssue(head, id, note('再写一条进展。')))).toBe('issue.settled');
			await reopenIssue({ ...head, now: days(5) }, id, note('下雨后又有两处不亮。'));
			expect(await refusalOf(reopenIssue(head, id, note('再打开一次吧。')))).toBe('issue.changed');
		});
		expect(events.map(({ kind }) => kind)).toEqual(['issue.noted', 'issue.settled', 'issue.reopened']);
		const { notes, state } = await findPublicIssue(world.stranger(), id);
		expect(state).toBe('open');
		expect(notes.map(({ text, at }) => [text, at])).toEqual([
			['下雨后又有两处不亮。', days(5)],
			['全部换好，连着三晚复查正常。', days(2)],
			['东段已经换好线。', hours(3)]
		]);
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	});

	it('names nobody', async () => {
		expect(await refusalOf(draft(dispatcher, { known: '老街甲 3 号林女士家门口的路灯不亮。' }))).toBe(
			'issue.personal-data'
		);
		const id = await opened();
		expect(await refusalOf(noteIssue(head, id, note('打 13800138000 问进展。')))).toBe('issue.personal-data');
	});

	it('is kept by dispatchers, supervisors and the unit’s head, read by the lead official, and by nobody else', async () => {
		const id = await opened();
		const other = await world.as('bianmin-fz', hours(3));
		expect(await refusalOf(noteIssue(other, id, note('别的单位来写。')))).toBe('case.not-found');
		expect(await refusalOf(draft(other))).toBe('case.not-found');
		await draft(other, { unitId: world.unitId(service) });
		await noteIssue(await world.as('duban', hours(3)), id, note('已督促分段更换。'));
		const lead = await world.as('fenguan', hours(3));
		expect((await listIssues(lead, open)).rows.map((row) => row.id)).toContain(id);
		expect(await refusalOf(noteIssue(lead, id, note('分管领导来写。')))).toBe('case.not-found');
		for (const username of ['chengban', 'jiedai', 'huifang', 'gongkai', 'guanli', 'shenji']) {
			const context = await world.as(username, hours(3));
			expect(await refusalOf(listIssues(context, open))).toBe('case.not-found');
			expect(await refusalOf(findIssue(context, id))).toBe('case.not-found');
			expect(await refusalOf(draft(context))).toBe('case.not-found');
			expect(await refusalOf(publish(context, id))).toBe('case.not-found');
		}
	});
});

describe('a case of it', () => {
	it('keeps its own clock, state and owner; its resident reads how far the issue is', async () => {
		const id = await draft(dispatcher);
		const { caseId, number } = await carry.processing();
		const before = await world.look(number);
		expect(await recorded(world, caseStream(caseId), () => linkToIssue(head, number, id))).toEqual([
			{ kind: 'case.linked-to-issue', by: head.actor.id, data: { issueId: id } }
		]);
		expect(await world.look(number)).toEqual(before);
		// nothing is said before a second person has made it public
		expect(await seenBy(caseId)).toBeNull();
		await publish(head, id);
		expect(await seenBy(caseId)).toEqual({ id, title: issue().title, state: 'open', note: null, notedAt: null });
		await noteIssue(head, id, note('东段已经换好线。'));
		expect(await seenBy(caseId)).toMatchObject({ note: '东段已经换好线。', notedAt: hours(3) });
		expect(await recorded(world, caseStream(caseId), () => unlinkFromIssue(dispatcher, number))).toEqual([
			{ kind: 'case.unlinked-from-issue', by: dispatcher.actor.id, data: { issueId: id } }
		]);
		expect(await seenBy(caseId)).toBeNull();
		expect(await refusalOf(unlinkFromIssue(dispatcher, number))).toBe('case.not-found');
	});

	it('is put to one issue only, an open one, by who directs it or heads its unit', async () => {
		const [id, other] = [await opened(), await opened()];
		const { caseId, number } = await carry.answered();
		await linkToIssue(dispatcher, number, id);
		expect(await refusalOf(linkToIssue(dispatcher, number, other))).toBe('issue.linked-already');
		expect(await linked(caseId)).toEqual([id]);
		const { number: second } = await carry.processing();
		await settleIssue(head, other, note('已经全部换好。'));
		expect(await refusalOf(linkToIssue(dispatcher, second, other))).toBe('issue.settled');
		expect(await refusalOf(linkToIssue(dispatcher, second, 9999))).toBe('case.not-found');
		expect(await refusalOf(linkToIssue(await world.as('chengban', hours(3)), second, id))).toBe('case.not-yours');
		expect(await refusalOf(linkToIssue(await world.as('bianmin-fz', hours(3)), second, id))).toBe('case.not-found');
		expect(await issueOfCase(await world.as('chengban', hours(3)), await world.look(second))).toBeNull();
		expect(await issueOfCase(head, await world.look(second))).toMatchObject({ linked: null, mayLink: true });
	});

	it('is never a confidential one, one with somebody recused, one of conduct, nor a withdrawn one', async () => {
		const id = await opened();
		const supervisor = await world.as('duban', hours(3));
		const tries = async (number: Parameters<typeof linkToIssue>[1]) => refusalOf(linkToIssue(supervisor, number, id));
		const contact = { name: '', phone: '13800138000', email: '' };
		const secret = await world.aCase({ identity: 'confidential', contact });
		expect(await tries(secret.number)).toBe('issue.kept-apart');
		expect(await tries((await world.aCase({ categoryCode: '1801' })).number)).toBe('issue.kept-apart');
		const avoiding = await world.aCase({ avoidUnitIds: [world.unitId(service)] });
		expect(await tries(avoiding.number)).toBe('issue.kept-apart');
		const gone = await world.aCase();
		await withdrawCase(world.resident(gone.caseId, hours(1)), gone.number, { reason: '' });
		expect(await tries(gone.number)).toBe('issue.kept-apart');
		expect(await issueOfCase(supervisor, await world.look(secret.number))).toBeNull();
	});

	it('is out at once when it becomes such a one, for its resident and in the count', async () => {
		const id = await opened();
		const contact = { name: '', phone: '13800138000', email: '' };
		const filed = [];
		for (let at = 0; at < 7; at++) filed.push(await world.aCase({ identity: 'contact', contact }));
		for (const { number } of filed) await linkToIssue(dispatcher, number, id);
		const count = async () => (await findPublicIssue(world.stranger(), id)).cases;
		expect(await count()).toBe(7);
		const [one, two, three, four] = filed;
		if (!one || !two || !three || !four) throw new Error('no cases');
		await makeConfidential(world.resident(one.caseId, hours(1)), one.number);
		expect(await seenBy(one.caseId)).toBeNull();
		expect(await count()).toBe(6);
		const excluded = { unitId: null, staffId: await world.staffId('chengban') };
		await excludeFromCase(dispatcher, two.number, { version: await carry.version(two.number), excluded });
		expect(await seenBy(two.caseId)).toBeNull();
		expect(await count()).toBe(5);
		// fewer than five would speak of people
		await classifyCase(dispatcher, three.number, {
			version: await carry.version(three.number),
			...{ type: 'complaint', class: 'ordinary', categoryCode: '1801', areaId: null, reason: '说的是服务态度。' }
		});
		expect(await count()).toBeNull();
		expect((await listPublicIssues(world.stranger(), open)).rows.find((row) => row.id === id)?.cases).toBeNull();
		// staff still see the link of those they find, marked as told to nobody; the one of conduct only the supervisor
		const of = async (by: Context<StaffActor>) =>
			(await findIssue(by, id)).linked.map(({ number, isTold }) => [number, isTold]);
		expect(await of(dispatcher)).toContainEqual([one.number, false]);
		expect(await of(dispatcher)).not.toContainEqual([three.number, expect.anything()]);
		expect(await of(await world.as('duban', hours(3)))).toContainEqual([three.number, false]);
		expect(await of(await world.as('shenhe', hours(3)))).toEqual([]);
	});

	it('is kept apart where another part of its group is confidential', async () => {
		const id = await opened();
		const main = await carry.processing();
		const contact = { name: '', phone: '13800138000', email: '' };
		const secret = await world.aCase({ identity: 'confidential', contact });
		await linkToIssue(dispatcher, main.number, id);
		expect(await seenBy(main.caseId)).toMatchObject({ id });
		await mergeCase(dispatcher, secret.number, {
			version: await carry.version(secret.number),
			mainNumber: main.number,
			reason: '同一处路灯。'
		});
		expect(await seenBy(main.caseId)).toBeNull();
		expect(await seenBy(secret.caseId)).toBeNull();
	});

	it('of those who did not merge secrecy into it, a merged part reads of the main’s issue', async () => {
		const id = await opened();
		const [main, part] = [await carry.processing(), await world.aCase()];
		await linkToIssue(dispatcher, main.number, id);
		await mergeCase(dispatcher, part.number, {
			version: await carry.version(part.number),
			mainNumber: main.number,
			reason: '同一处路灯。'
		});
		expect(await seenBy(part.caseId)).toMatchObject({ id });
	});
});

it('tells the public no number, title or text of a case', async () => {
	const id = await opened();
	const text = '仅此一处的紫藤路灯不亮。';
	const { number } = await world.aCase({ text, title: '紫藤路灯' });
	await linkToIssue(dispatcher, number, id);
	const told = JSON.stringify([
		await findPublicIssue(world.stranger(), id),
		await listPublicIssues(world.stranger(), open)
	]);
	expect(told).not.toContain(number);
	expect(told).not.toContain('紫藤');
});
