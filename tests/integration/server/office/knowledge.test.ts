import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '#lib/domain/knowledge.ts';
import type { StaffActor } from '#lib/domain/permissions.ts';
import type { Context } from '#lib/server/context.ts';
import { knowledgeEntries } from '#lib/server/db/schema/knowledge.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { knowledgeStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { emptyDraft } from '#lib/server/intake/drafts.ts';
import { findAnswers } from '#lib/server/intake/answers.ts';
import { draftEntry } from '#lib/server/office/draft-entry.ts';
import {
	countEntries,
	findEntry,
	findFaq,
	listEntries,
	listFaq,
	listHelpful
} from '#lib/server/office/list-entries.ts';
import { publishEntry, returnEntry, unpublishEntry } from '#lib/server/office/publish-entry.ts';
import { recorded } from '../../../support/ledger.ts';
import { days, noon, openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let head: Context<StaffActor>;
let dispatcher: Context<StaffActor>;
beforeAll(async () => {
	world = await openWorld();
	[head, dispatcher] = [await world.as('shenhe'), await world.as('fenpai')];
});
afterAll(() => world.close());

const lamp = (changes: Partial<Entry> = {}): Entry => ({
	question: '路灯不亮了找谁修？',
	answer: '在这里反映就行：写清哪条路、靠近什么地方，修好了告诉您。',
	questionEn: 'Who repairs a street light?',
	answerEn: 'Tell us here: which street, and near what.',
	source: '本乡路灯维护分工',
	keywords: ['灯坏了'],
	categoryCodes: ['03'],
	unitId: world.unitId(planning),
	validFrom: '2026-10-01',
	reviewBy: '2027-10-01',
	...changes
});
const draft = (by: Context<StaffActor>, entry: Entry, id: number | null = null, baseTextId: number | null = null) =>
	draftEntry(by, { id, baseTextId, entry, officeNumbers: ['12345678'] });
const waiting = async (id: number) => (await findEntry(head, id)).draftTextId ?? 0;
const publish = async (by: Context<StaffActor>, id: number) =>
	publishEntry(by, id, { textId: await waiting(id), officeNumbers: ['12345678'] });
const published = async (changes: Partial<Entry> = {}) => {
	const id = await draft(head, lamp(changes));
	await publish(dispatcher, id);
	return id;
};
const all = { query: '', category: null, after: null };
const row = async (id: number) => {
	const [found] = await world.db.select().from(knowledgeEntries).where(eq(knowledgeEntries.id, id));
	if (!found) throw new Error('no such entry');
	return found;
};

describe('an entry', () => {
	it('is written by one and published by another, with an event each that names the versions', async () => {
		const id = await draft(head, lamp());
		expect(await refusalOf(publish(head, id))).toBe('knowledge.second-person');
		expect(await refusalOf(findFaq(head, id))).toBe('case.not-found');
		const first = await waiting(id);
		expect(await recorded(world, knowledgeStream(id), () => publish(dispatcher, id))).toEqual([
			{
				kind: 'knowledge.published',
				by: dispatcher.actor.id,
				data: { entry: { textId: first, digest: expect.any(String) }, before: null }
			}
		]);
		expect(await findFaq(world.stranger(), id)).toMatchObject({ question: lamp().question, unit: planning });

		const changed = lamp({ answer: '请先看灯杆上的编号，再在这里反映，修好了告诉您。' });
		expect(await recorded(world, knowledgeStream(id), () => draft(head, changed, id, first))).toMatchObject([
			{ kind: 'knowledge.drafted', by: head.actor.id, data: { before: { textId: first } } }
		]);
		// what is published stays until the second person has looked
		expect((await findFaq(world.stranger(), id)).answer).toBe(lamp().answer);
		const second = await waiting(id);
		expect(await recorded(world, knowledgeStream(id), () => publish(dispatcher, id))).toMatchObject([
			{ kind: 'knowledge.published', data: { entry: { textId: second }, before: { textId: first } } }
		]);
		expect((await findFaq(world.stranger(), id)).answer).toBe(changed.answer);
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	});

	it('is given back with a reason, and the words of every version stay', async () => {
		const id = await draft(dispatcher, lamp());
		const textId = await waiting(id);
		const events = await recorded(world, knowledgeStream(id), () =>
			returnEntry(head, id, { textId, reason: '依据要写全。' })
		);
		expect(events).toMatchObject([{ kind: 'knowledge.returned', by: head.actor.id, data: { entry: { textId } } }]);
		expect(await row(id)).toMatchObject({ draftTextId: null, draftedById: null, publishedTextId: null });
		const { history } = await findEntry(head, id);
		expect(history.map(({ kind, reason, answer }) => ({ kind, reason, answer }))).toEqual([
			{ kind: 'knowledge.returned', reason: '依据要写全。', answer: lamp().answer },
			{ kind: 'knowledge.drafted', reason: '', answer: lamp().answer }
		]);
	});

	it('is taken off the public pages at once, with a reason', async () => {
		const id = await published();
		const events = await recorded(world, knowledgeStream(id), () => unpublishEntry(head, id, '规定改了。'));
		expect(events).toMatchObject([{ kind: 'knowledge.unpublished', by: head.actor.id }]);
		expect(await refusalOf(findFaq(world.stranger(), id))).toBe('case.not-found');
		expect((await listFaq(world.stranger(), all)).rows.map((one) => one.id)).not.toContain(id);
		expect(await refusalOf(unpublishEntry(head, id, '再一次'))).toBe('knowledge.changed');
	});

	it('refuses words that tell who somebody is, but not numbers of the office', async () => {
		const before = (await world.db.select().from(texts)).length;
		const tells = draft(head, lamp({ answer: '打王师傅的手机 13800138000，他会来修，修好了告诉您。' }));
		expect(await refusalOf(tells)).toBe('knowledge.personal-data');
		expect(await refusalOf(draft(head, lamp({ keywords: ['13800138000'] })))).toBe('knowledge.personal-data');
		expect((await world.db.select().from(texts)).length).toBe(before);
		await draft(head, lamp({ answer: '打本乡路灯值班电话 1234-5678，写清哪条路，修好了告诉您。' }));
	});

	it('is not overwritten by who wrote from an older version', async () => {
		const id = await draft(head, lamp());
		const base = await waiting(id);
		await draft(dispatcher, lamp({ source: '新的依据' }), id, base);
		expect(await refusalOf(draft(head, lamp(), id, base))).toBe('knowledge.changed');
		expect(await refusalOf(publishEntry(dispatcher, id, { textId: base, officeNumbers: [] }))).toBe(
			'knowledge.changed'
		);
		// the writer of the draft that stands is the dispatcher by now
		expect(await refusalOf(publish(dispatcher, id))).toBe('knowledge.second-person');
		await publish(await world.as('gongkai'), id);
	});

	it('is nobody else’s to write or publish', async () => {
		const id = await draft(head, lamp());
		for (const username of ['chengban', 'jiedai', 'duban', 'fenguan', 'guanli', 'shenji', 'huifang']) {
			expect(await refusalOf(draft(await world.as(username), lamp()))).toBe('case.not-found');
			expect(await refusalOf(publish(await world.as(username), id))).toBe('case.not-found');
			expect(await refusalOf(unpublishEntry(await world.as(username), id, '不让'))).toBe('case.not-found');
		}
		expect(await refusalOf(draft(await world.as('gongkai'), lamp()))).toBe('case.not-found');
	});
});

describe('what is offered', () => {
	let one: Awaited<ReturnType<typeof openWorld>>;
	beforeAll(async () => {
		one = world;
		world = await openWorld();
		[head, dispatcher] = [await world.as('shenhe'), await world.as('fenpai')];
	});
	afterAll(() => one.close());

	const wages: Partial<Entry> = {
		...{ question: '老板拖欠工资怎么办？', keywords: ['欠薪', '不发工资'], categoryCodes: ['07'] },
		...{ questionEn: '', answerEn: '' }
	};
	const tiles = [{ position: 1, icon: 'lamp', label: '', hint: '', categoryCodes: ['03', '04'] }];

	it('fits words and kind, three at most, and nothing where nothing fits', async () => {
		const lamps = [await published(), await published(), await published(), await published()];
		const pay = await published(wages);
		const ask = async (text: string, locale: 'zh-CN' | 'en' = 'zh-CN') =>
			findAnswers(world.stranger(), { ...emptyDraft(), tilePosition: 1, text }, tiles, locale);
		expect((await ask('石桥路口的两盏路灯坏了半个多月。')).map(({ id }) => id)).toEqual(lamps.slice(0, 3));
		// of another kind than was chosen, but all the words
		expect((await ask('厂里拖欠工资三个月了，一直不发工资。')).map(({ id }) => id)).toEqual([pay]);
		expect(await ask('河里的水发黑，有臭味。')).toEqual([]);
		expect(await ask('怎么办')).toEqual([]);
		const [english] = await ask('the street light is out', 'en');
		expect(english).toMatchObject({ question: 'Who repairs a street light?', isForeign: false });
		expect((await ask('厂里拖欠工资，不发工资', 'en'))[0]).toMatchObject({ question: wages.question, isForeign: true });
		for (const id of lamps.slice(1)) await unpublishEntry(head, id, '重复的。');
	});

	it('is never what is not yet valid, past its review, waiting, or taken off', async () => {
		const of = async (now = noon) =>
			(await listHelpful({ ...head, now }, { text: '井盖松了', kinds: ['03'], most: 9 })).map(({ id }) => id);
		const cover = { question: '井盖松了找谁？', keywords: ['井盖'], reviewBy: '2026-12-01' };
		await draft(head, lamp(cover));
		const later = await published({ ...cover, validFrom: '2026-11-20' });
		expect(await of()).toEqual([]);
		expect((await listFaq(world.stranger(), { ...all, query: '井盖' })).rows).toEqual([]);
		expect(await of(days(20))).toEqual([later]);
		expect(await of(days(60))).toEqual([]);
		// still to be read, with a word about it
		expect(await findFaq(world.stranger(days(60)), later)).toMatchObject({ isOverdue: true });
	});

	it('is found by words, and by kind', async () => {
		const ids = async (filter: Partial<typeof all> | { category: string }) =>
			(await listFaq(world.stranger(), { ...all, ...filter })).rows.map(({ question }) => question);
		expect(await ids({ query: '工资' })).toEqual([wages.question]);
		expect(await ids({ query: '灯' })).toEqual([lamp().question]);
		expect(await ids({ category: '07' })).toEqual([wages.question]);
		expect(await ids({ query: "o'r \\ 没有" })).toEqual([]);
	});

	it('stands on the list of those due for review when its day is over', async () => {
		const now = days(60);
		const due = await listEntries({ ...head, now }, { ...all, view: 'review' });
		expect(due.rows.map(({ question }) => question)).toEqual(['井盖松了找谁？']);
		expect(await countEntries({ ...head, now })).toEqual({ waiting: 1, review: 1 });
		expect((await listEntries(head, { ...all, view: 'review' })).rows).toEqual([]);
	});

	it('leaves no trace of what was asked', async () => {
		const before = (await world.db.select().from(texts)).length;
		await findAnswers(world.stranger(), { ...emptyDraft(), tilePosition: 1, text: '路灯坏了' }, tiles, 'zh-CN');
		expect((await world.db.select().from(texts)).length).toBe(before);
	});
});
