import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostBound, readFilter } from '../../../src/lib/domain/register.ts';
import { bindVolume } from '../../../src/lib/server/cases/bind-volume.ts';
import { logContact } from '../../../src/lib/server/cases/log-contact.ts';
import { listCasePapers } from '../../../src/lib/server/cases/queries/case-papers.ts';
import { rateCase } from '../../../src/lib/server/cases/rate.ts';
import { cases } from '../../../src/lib/server/db/schema/cases.ts';
import { events } from '../../../src/lib/server/db/schema/events.ts';
import { exclusions } from '../../../src/lib/server/db/schema/exclusions.ts';
import { carrier, goodRating } from '../../support/carry.ts';
import { days, hours, noon, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const every = readFilter(new URLSearchParams('from=&to='), noon);
const marker = { name: '林甲乙', phone: '13987654321', email: 'lin@example.cn' };

/** Closed with five stars, whatever was said on the telephone and in the rating. */
async function closed(at = noon) {
	const carry = carrier(world);
	const filed = await carry.processing({ identity: 'contact', contact: marker, avoidWords: '怕小组长报复' }, at);
	const { number, caseId } = filed;
	const handler = await world.as('chengban', hours(3, at));
	const version = await carry.version(number);
	await logContact(handler, number, { version, outcome: 'reached', words: '林甲乙说下午在家' });
	await carry.answer(number, caseId, hours(20, at));
	await rateCase(world.resident(caseId, days(1, at)), number, { ...goodRating, words: '谢谢小陈跑了三趟' });
	return filed;
}

describe('a case on paper', () => {
	it('tells what happened, and neither who it was, nor what was said on the telephone, nor the words of a rating', async () => {
		const { number } = await closed();
		for (const username of ['fenpai', 'shenhe', 'duban']) {
			const [paper] = await listCasePapers(await world.as(username, days(2)), [number]);
			expect(paper?.answers, username).toHaveLength(1);
			expect(paper?.story.map(({ kind }) => kind)).toEqual([
				...['case.submitted', 'case.accepted', 'case.assigned', 'case.signed'],
				...['case.draft-submitted', 'case.answered', 'case.closed']
			]);
			const printed = JSON.stringify(paper);
			for (const words of ['林甲乙', '13987654321', 'lin@', '下午在家', '跑了三趟', '小组长'])
				expect(printed, `${username}: ${words}`).not.toContain(words);
			expect(printed).toContain('路灯坏了半个多月');
		}
	});

	it('acceptance 12: is nothing to who may not find the case', async () => {
		const { number, caseId } = await closed(days(10));
		expect(await listCasePapers(await world.as('bianmin-cb', days(12)), [number])).toEqual([]);
		const unitId = world.unitId(planning);
		await world.db.insert(exclusions).values({ caseId, unitId, staffId: null, setAt: noon });
		expect(await listCasePapers(await world.as('shenhe', days(12)), [number])).toEqual([]);
		expect((await bindVolume(await world.as('shenhe', days(12)), every)).map((paper) => paper.number)).not.toContain(
			number
		);
		expect((await bindVolume(await world.as('duban', days(12)), every)).map((paper) => paper.number)).toContain(number);
	});

	it('shows a unit no word of a confidential resident but what was checked', async () => {
		const { number } = await carrier(world).assigned({
			identity: 'confidential',
			contact: marker,
			text: '我家是村口第三户，门前的路灯不亮。'
		});
		const textFor = async (username: string) =>
			(await listCasePapers(await world.as(username, days(1)), [number]))[0]?.matter?.text;
		expect(await textFor('fenpai')).toContain('第三户');
		expect(await textFor('shenhe')).toBe('有居民反映路口的路灯不亮。');
		expect(JSON.stringify(await listCasePapers(await world.as('shenhe', days(1)), [number]))).not.toContain('第三户');
	});
});

describe('a volume', () => {
	it('holds closed cases, the oldest first, and is on record', async () => {
		const later = await closed(days(3));
		const context = await world.as('duban', days(6));
		const papers = await bindVolume(context, { ...every, from: '2026-11-05' });
		expect(papers.map(({ number }) => number)).toContain(later.number);
		expect(papers.map(({ receivedOn }) => receivedOn)).toEqual(papers.map(({ receivedOn }) => receivedOn).toSorted());
		expect(papers.every(({ state }) => state === 'closed')).toBe(true);
		const recorded = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, `staff:${context.actor.id}`))
			.orderBy(asc(events.position));
		expect(recorded.at(-1)).toMatchObject({
			kind: 'staff.volume-bound',
			data: { cases: papers.length, filter: { from: '2026-11-05', to: '' } }
		});
	});

	it('is not bound by who keeps no register, nor of more than one volume holds', async () => {
		for (const username of ['chengban', 'jiedai', 'guanli'])
			expect(await refusalOf(bindVolume(await world.as(username), every))).toBe('case.not-found');
		const { number } = await world.aCase();
		const [one] = await world.db.select().from(cases).where(eq(cases.number, number));
		if (!one) throw new Error('no case');
		const { id: _, ...row } = one;
		const key = (at: number) => Buffer.from(String(at).padStart(32, '0'), 'hex');
		const copies = Array.from({ length: mostBound + 1 }, (_, at) => ({
			...{ ...row, number: `copy-${at}`, submissionKeyHash: key(at), linkTokenHash: key(at) },
			...{ state: 'closed' as const, dueAt: null, closedAt: noon }
		}));
		await world.db.insert(cases).values(copies);
		expect(await refusalOf(bindVolume(await world.as('duban', days(6)), every))).toBe('register.too-many');
	});
});
