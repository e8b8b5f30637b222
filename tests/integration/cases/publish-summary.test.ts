import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import type { Submission } from '#lib/domain/submission.ts';
import { makeConfidential } from '#lib/server/cases/change-contact.ts';
import { draftSummary } from '#lib/server/cases/draft-summary.ts';
import {
	consentToPublish,
	publishSummary,
	returnSummary,
	unpublishSummary,
	withdrawConsent
} from '#lib/server/cases/publish-summary.ts';
import {
	countToReview,
	findPublished,
	listPublished,
	listToReview,
	type PublicFilter
} from '#lib/server/cases/queries/published.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { inTransaction } from '#lib/server/context.ts';
import { areas } from '#lib/server/db/schema/areas.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { categories } from '#lib/server/db/schema/categories.ts';
import { publications } from '#lib/server/db/schema/publications.ts';
import { staffRoles } from '#lib/server/db/schema/staff.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { writeText } from '#lib/server/events/write-text.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const summary = {
	title: '路口路灯修好了',
	matter: '有居民反映村里一个路口的路灯不亮，晚上出行不便。',
	answer: '11 月 4 日现场查看，线路接头受潮。11 月 5 日更换了灯头，重做了防水接头，当晚亮灯正常。'
};
const everything: PublicFilter = { category: null, areaId: null, month: null, after: null };
const agreed = (changes: Partial<Submission> = {}) => carry.answered({ consentsToPublish: true, ...changes });
const draft = async (number: CaseNumber, changes = {}, username = 'chengban', at = days(1)) =>
	draftSummary(await world.as(username, at), number, {
		version: await carry.version(number),
		summary: { ...summary, ...changes },
		officeNumbers: ['0000-8600133']
	});
const publish = async (number: CaseNumber, publicationId: number, username = 'gongkai', at = days(2)) =>
	publishSummary(await world.as(username, at), number, {
		version: await carry.version(number),
		publicationId,
		officeNumbers: ['0000-8600133']
	});
/** Drafted by the handler, published by the reviewer. */
async function published(changes: Partial<Submission> = {}, at = days(2)) {
	const filed = await agreed(changes);
	const id = await draft(filed.number);
	await publish(filed.number, id, 'gongkai', at);
	return { ...filed, id };
}
const isPublic = async (id: number) => {
	const listed = (await listPublished(world.stranger(), everything)).rows.some((row) => row.id === id);
	const found = await findPublished(world.stranger(), id).then(
		() => true,
		() => false
	);
	expect(listed).toBe(found);
	return found;
};

describe('consent', () => {
	it('is not given unless said so; given while filing it stands in the one event of the submission', async () => {
		const [silent, willing] = [await world.aCase(), await world.aCase({ consentsToPublish: true })];
		expect(await world.look(silent.number)).toMatchObject({ consentsToPublish: false });
		expect(await world.look(willing.number)).toMatchObject({ consentsToPublish: true });
		for (const [{ caseId }, isSaid] of [
			[silent, false],
			[willing, true]
		] as const) {
			const [event, ...more] = (await readResidentCase(world.resident(caseId))).entries;
			expect(more).toEqual([]);
			expect('consentsToPublish' in (event?.data ?? {})).toBe(isSaid);
		}
		const secret = await world.aCase({ consentsToPublish: true, identity: 'confidential', contact: null });
		expect(await world.look(secret.number)).toMatchObject({ consentsToPublish: false });
	});

	it('is given and taken back on the case page, once each, by the resident alone', async () => {
		const { number, caseId } = await carry.answered();
		const resident = world.resident(caseId, days(1));
		const events = await recorded(world, caseStream(caseId), async () => {
			await consentToPublish(resident, number);
			await consentToPublish(resident, number);
			await withdrawConsent(resident, number);
			await withdrawConsent(resident, number);
		});
		expect(events.map(({ kind }) => kind)).toEqual(['case.consented-to-publish', 'case.consent-withdrawn']);
		for (const username of ['chengban', 'shenhe', 'duban'])
			expect(await refusalOf(consentToPublish(await world.as(username), number))).toBe('case.not-yours');
		const other = await world.aCase();
		expect(await refusalOf(consentToPublish(world.resident(other.caseId), number))).toBe('case.not-found');
	});
});

describe('acceptance 17: publishing needs consent, two people and a text that tells nobody who it is', () => {
	it('publishes what one person drafted and another checked, with exactly these events', async () => {
		const { number, caseId } = await agreed();
		const reviewer = await world.as('gongkai', days(2));
		expect(await refusalOf(findStaffCase(reviewer, number))).toBe('case.not-found');
		let id = 0;
		const events = await recorded(world, caseStream(caseId), async () => {
			expect((await findStaffCase(await world.as('chengban', days(1)), number)).can).toContain('draft-summary');
			id = await draft(number);
			expect(await isPublic(id)).toBe(false);
			expect((await findStaffCase(reviewer, number)).can).toContain('publish-summary');
			expect((await listToReview(reviewer, { state: 'drafted', after: null })).rows).toMatchObject([
				{ id, number, title: summary.title, drafter: '周敏', isOwn: false }
			]);
			expect(await countToReview(reviewer)).toBe(1);
			await publish(number, id);
		});
		expect(events).toMatchObject([
			{ kind: 'case.summary-drafted', by: await world.staffId('chengban'), data: { publicationId: id } },
			{ kind: 'case.published', by: reviewer.actor.id, data: { publicationId: id } }
		]);
		expect(events[1]?.data.summary).toEqual(events[0]?.data.summary);
		expect(await countToReview(reviewer)).toBe(0);
		const one = await findPublished(world.stranger(), id);
		expect(one).toMatchObject({ summary, unit: planning, publishedAt: days(2) });
		expect(JSON.stringify(one)).not.toContain(number);
		// the resident reads what is told of the matter
		const told = (await readResidentCase(world.resident(caseId, days(2)))).entries.at(-1);
		expect(told).toMatchObject({ kind: 'case.published', words: { summary } });
	});

	it('refuses the drafter, whoever they are, and everybody who is no reviewer', async () => {
		const { number } = await agreed();
		const staffId = await world.staffId('chengban');
		await world.db.insert(staffRoles).values({ staffId, role: 'publication-reviewer', confirmedAt: days(-1) });
		const id = await draft(number);
		expect(await refusalOf(publish(number, id, 'chengban'))).toBe('case.second-person');
		expect((await findStaffCase(await world.as('chengban', days(2)), number)).can).not.toContain('publish-summary');
		for (const username of ['shenhe', 'fenpai', 'duban'])
			expect(await refusalOf(publish(number, id, username))).toBe('case.not-yours');
		expect(await refusalOf(publish(number, id, 'dangzheng-cb'))).toBe('case.not-found');
		expect(await isPublic(id)).toBe(false);
	});

	it.each([
		['a phone', { matter: '有居民反映路灯不亮，电话 13800138000。' }],
		['an ID', { answer: `${summary.answer} 身份证 360102199003071234` }],
		['a plate', { answer: `${summary.answer} 赣A12345` }],
		['a bank card', { answer: `${summary.answer} 卡号 6222 0212 3456 7890 123` }],
		['a door number', { matter: '有居民反映青苗巷 18 号旁边的路灯不亮。' }],
		['a name', { title: '林女士的路灯' }]
	])('refuses %s when it is drafted, and when it is published all the same', async (_, changes) => {
		const { number, caseId } = await agreed();
		const events = await recorded(world, caseStream(caseId), async () => {
			expect(await refusalOf(draft(number, changes))).toBe('publication.personal-data');
		});
		expect(events).toEqual([]);
		const id = await draft(number);
		const [row] = await world.db.select().from(publications).where(eq(publications.id, id));
		const bad = await inTransaction(world.system(), (context) =>
			writeText(context, caseId, 'summary', { ...summary, ...changes })
		);
		const point = (textId: number) => world.db.update(publications).set({ textId }).where(eq(publications.id, id));
		await point(bad.textId);
		expect(await refusalOf(publish(number, id))).toBe('publication.personal-data');
		await point(row?.textId ?? 0);
		await publish(number, id);
	});

	it.each([
		['without consent', { consentsToPublish: false }, 'publication.no-consent'],
		['about conduct', { categoryCode: '1801' }, 'publication.excluded-kind'],
		['about benefits', { categoryCode: '1001' }, 'publication.excluded-kind'],
		['about neighbours', { categoryCode: '1401' }, 'publication.excluded-kind'],
		['without a category', { categoryCode: null }, 'publication.excluded-kind']
	] as const)('never publishes a case %s', async (_, changes, key) => {
		const { number, caseId } = await agreed();
		await world.db.update(cases).set(changes).where(eq(cases.id, caseId));
		expect(await refusalOf(draft(number))).toBe(key);
		expect((await findStaffCase(await world.as('chengban', days(1)), number)).can).not.toContain('draft-summary');
	});

	it('drafts nothing before there is an answer, nothing of a case of others, and no second time while it is public', async () => {
		const { number } = await carry.processing({ consentsToPublish: true });
		expect(await refusalOf(draft(number))).toBe('case.not-in-this-state');
		const { number: other } = await published();
		expect(await refusalOf(draft(other, {}, 'chengban2'))).toBe('case.not-yours');
		expect(await refusalOf(draft(other))).toBe('publication.live');
	});

	it('gives a draft back with a reason; a new one takes its place, and the old one is published no more', async () => {
		const { number, caseId } = await agreed();
		const first = await draft(number);
		const replaced = await draft(number, { title: '路灯亮了' });
		expect(replaced).toBe(first);
		const reviewer = await world.as('gongkai', days(2));
		const reviewed = { version: await carry.version(number), publicationId: first, reason: '标题写清楚些' };
		const events = await recorded(world, caseStream(caseId), () => returnSummary(reviewer, number, reviewed));
		expect(events).toMatchObject([{ kind: 'case.summary-returned', data: { publicationId: first } }]);
		expect(await refusalOf(publish(number, first))).toBe('case.not-found');
		const second = await draft(number);
		expect(second).not.toBe(first);
		expect(await refusalOf(publish(number, first))).toBe('publication.not-found');
		await publish(number, second);
		const timeline = JSON.stringify((await readResidentCase(world.resident(caseId, days(3)))).entries);
		expect(timeline).not.toContain('标题写清楚些');
	});
});

describe('what is public no longer', () => {
	it('goes in the same commit in which the resident withdraws, drafted or published', async () => {
		const { number, caseId, id } = await published();
		const events = await recorded(world, caseStream(caseId), () =>
			withdrawConsent(world.resident(caseId, days(3)), number)
		);
		expect(events).toEqual([
			{ kind: 'case.consent-withdrawn', by: null, data: {} },
			{ kind: 'case.unpublished', by: null, data: { publicationId: id, cause: 'consent', reason: null } }
		]);
		expect(await isPublic(id)).toBe(false);
		const drafted = await agreed();
		const waiting = await draft(drafted.number);
		await withdrawConsent(world.resident(drafted.caseId, days(3)), drafted.number);
		expect(await refusalOf(publish(drafted.number, waiting))).toBe('case.not-found');
		// asked again it may be published again, from the beginning
		await consentToPublish(world.resident(caseId, days(4)), number);
		expect(await isPublic(id)).toBe(false);
		const again = await draft(number);
		await publish(number, again);
		expect(await isPublic(again)).toBe(true);
	});

	it('goes when the case becomes confidential, or the office says so with a reason that the resident reads', async () => {
		const [secret, wrong] = [
			await published({ identity: 'contact', contact: { name: '', phone: '13800138000', email: '' } }),
			await published()
		];
		await makeConfidential(world.resident(secret.caseId, days(3)), secret.number);
		expect((await world.kinds(secret.caseId)).slice(-2)).toEqual(['case.made-confidential', 'case.unpublished']);
		expect(await isPublic(secret.id)).toBe(false);
		const reviewer = await world.as('gongkai', days(3));
		const change = { version: await carry.version(wrong.number), reason: '日期写错了' };
		expect(await refusalOf(unpublishSummary(await world.as('shenhe', days(3)), wrong.number, change))).toBe(
			'case.not-yours'
		);
		await unpublishSummary(reviewer, wrong.number, change);
		expect(await isPublic(wrong.id)).toBe(false);
		const told = (await readResidentCase(world.resident(wrong.caseId, days(3)))).entries.at(-1);
		expect(told).toMatchObject({ kind: 'case.unpublished', words: { reason: { text: '日期写错了' } } });
	});

	it('is not shown when its case or its category has become one that is never published', async () => {
		const [moved, closed] = [await published(), await published({ categoryCode: '0101' })];
		await world.db.update(cases).set({ categoryCode: '1802' }).where(eq(cases.id, moved.caseId));
		expect(await isPublic(moved.id)).toBe(false);
		expect(await isPublic(closed.id)).toBe(true);
		await world.db.update(categories).set({ publishable: false }).where(eq(categories.code, '01'));
		expect(await isPublic(closed.id)).toBe(false);
		await world.db.update(categories).set({ publishable: true }).where(eq(categories.code, '01'));
	});
});

describe('the public list', () => {
	it('is filtered by category, village and month, and tells places no closer than the village', async () => {
		const [village] = await world.db.select().from(areas).where(eq(areas.name, '松岗村'));
		const [hamlet] = await world.db
			.insert(areas)
			.values({ name: '松岗村东头', parentId: village?.id ?? null })
			.returning();
		const here = await published({ areaId: hamlet?.id ?? null, categoryCode: '0302' }, days(40));
		const elsewhere = await published({ categoryCode: '0201' }, hours(60));
		const ids = async (filter: Partial<PublicFilter>) =>
			(await listPublished(world.stranger(), { ...everything, ...filter })).rows.map(({ id }) => id);
		expect(await ids({ category: '02' })).toEqual([elsewhere.id]);
		expect(await ids({ areaId: village?.id ?? 0 })).toEqual([here.id]);
		expect(await ids({ month: '2026-12' })).toEqual([here.id]);
		expect(await ids({ month: '2026-11' })).toContain(elsewhere.id);
		expect(await ids({ month: '2026-11' })).not.toContain(here.id);
		const one = await findPublished(world.stranger(), here.id);
		expect(one.area).toBe('松岗村');
		expect((await listPublished(world.stranger(), everything)).villages.map(({ name }) => name)).not.toContain(
			'松岗村东头'
		);
	});

	it('goes on by key, newest first, and misses and repeats nothing', async () => {
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
		const { id: from, caseId } = await published({ categoryCode: '0303' });
		const [row] = await world.db.select().from(publications).where(eq(publications.id, from));
		const [subject] = await world.db.select().from(cases).where(eq(cases.id, caseId));
		if (!row || !subject) throw new Error('nothing was published');
		for (let made = 0; made < 30; made++) {
			const { id: _case, ...copied } = subject;
			const own = {
				number: `MQ-${made}`,
				submissionKeyHash: Buffer.from(`key ${made}`),
				linkTokenHash: Buffer.from(`link ${made}`)
			};
			const [copy] = await world.db
				.insert(cases)
				.values({ ...copied, ...own })
				.returning({ id: cases.id });
			const { id: _row, ...values } = row;
			await world.db.insert(publications).values({ ...values, caseId: copy?.id ?? 0 });
		}
		const first = await listPublished(world.stranger(), { ...everything, category: '03' });
		expect(first.rows).toHaveLength(20);
		const second = await listPublished(world.stranger(), { ...everything, category: '03', after: first.next });
		const all = [...first.rows, ...second.rows];
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		expect(all.length).toBeGreaterThan(30);
		const times = all.map(({ publishedAt }) => publishedAt?.getTime() ?? 0);
		expect(times).toEqual(times.toSorted((one, other) => other - one));
		const reviewer = await world.as('gongkai', days(5));
		expect((await listToReview(reviewer, { state: 'published', after: null })).rows.length).toBeGreaterThan(30);
		expect(await refusalOf(listToReview(await world.as('duban'), { state: 'drafted', after: null }))).toBe(
			'case.not-found'
		);
	});
});
