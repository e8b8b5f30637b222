import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { acceptAndAssign, assignCase } from '#lib/server/cases/assign.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { mergeCase } from '#lib/server/cases/merge.ts';
import { views } from '#lib/server/cases/queries/queue.ts';
import { findVisibleAttachment } from '#lib/server/cases/queries/attachment.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { redirectCase } from '#lib/server/cases/redirect-case.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { remindCase } from '#lib/server/cases/remind.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { exportRecord } from '#lib/server/cases/export-record.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { acceptPhoto, claimWaiting, placeAtCase } from '#lib/server/attachments/photos.ts';
import { caseKey } from '#lib/server/vault/case-keys.ts';
import { unMergeCase } from '#lib/server/cases/un-merge.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { exclusions } from '#lib/server/db/schema/exclusions.ts';
import { duties, ratings } from '#lib/server/db/schema/handling.ts';
import { proposals } from '#lib/server/db/schema/proposals.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { badRating, carrier, goodRating } from '../../support/carry.ts';
import { desk } from '../../support/desk.ts';
import { recorded } from '../../support/ledger.ts';
import { caseWithPhotos, smallPhoto } from '../../support/photo.ts';
import { days, hours, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

const reason = '同一个路口的同两盏灯。';
const contact = { name: '林女士', phone: '13800138000', email: '' };

/** 并案 by the dispatcher. */
async function merge(number: CaseNumber, mainNumber: CaseNumber, now = hours(4), username = 'fenpai') {
	const version = await carry.version(number);
	return mergeCase(await world.as(username, now), number, { version, mainNumber, reason });
}
const unMerge = async (number: CaseNumber, now = hours(5), username = 'fenpai') =>
	unMergeCase(await world.as(username, now), number, { version: await carry.version(number), reason: '不是同一处。' });
const data = { textId: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) };
const openDuties = async (caseId: number) =>
	(
		await world.db
			.select({ kind: duties.kind })
			.from(duties)
			.where(and(eq(duties.caseId, caseId), isNull(duties.doneAt)))
	).map(({ kind }) => kind);

/** A main case in hand, and another about the same, just filed. */
async function two(changes: Parameters<typeof world.aCase>[0] = {}) {
	const main = await carry.processing();
	const part = await world.aCase(changes, hours(3));
	return { main, part };
}
/** One answer for a main case and its part. */
async function answeredTogether() {
	const pair = await two();
	await merge(pair.part.number, pair.main.number);
	await carry.answer(pair.main.number, pair.main.caseId, hours(20));
	return pair;
}

describe('merging', () => {
	it('stops the part’s clock, keeps what un-merging needs, and tells both cases', async () => {
		const { main, part } = await two();
		const before = await world.look(part.number);
		const dispatcher = await world.as('fenpai', hours(4));
		const ofPart = await recorded(world, caseStream(part.caseId), async () => {
			const ofMain = await recorded(world, caseStream(main.caseId), () => merge(part.number, main.number));
			expect(ofMain).toEqual([{ kind: 'case.part-merged', by: dispatcher.actor.id, data: { partId: part.caseId } }]);
		});
		expect(ofPart).toEqual([
			{ kind: 'case.merged', by: dispatcher.actor.id, data: { mainId: main.caseId, reason: data } }
		]);
		expect(await world.look(part.number)).toMatchObject({
			state: 'merged',
			mainId: main.caseId,
			mergedAt: hours(4),
			mergedDueAt: before.dueAt,
			resumesTo: 'submitted',
			dueAt: null,
			stepDueAt: null,
			noticeDueAt: null,
			version: before.version + 1
		});
		expect(await world.look(main.number)).toMatchObject({ state: 'processing', mainId: null });
	});

	it('acceptance 10: un-merging restores state, due and hands, and tells both cases', async () => {
		const main = await carry.processing();
		const part = await carry.processing({}, hours(1));
		const before = await world.look(part.number);
		await merge(part.number, main.number);
		const dispatcher = await world.as('fenpai', hours(5));
		const ofMain = await recorded(world, caseStream(main.caseId), () => unMerge(part.number));
		expect(ofMain).toEqual([{ kind: 'case.part-un-merged', by: dispatcher.actor.id, data: { partId: part.caseId } }]);
		const { state, dueAt, ownerId, unitId, answerDueAt } = before;
		expect(await world.look(part.number)).toMatchObject({
			...{ state, dueAt, ownerId, unitId, answerDueAt },
			...{ mainId: null, mergedAt: null, mergedDueAt: null, resumesTo: null, answeredAt: null }
		});
		expect((await world.kinds(part.caseId)).slice(-2)).toEqual(['case.merged', 'case.un-merged']);
		await carry.answer(part.number, part.caseId, hours(20));
		expect((await world.look(part.number)).state).toBe('answered');
		expect((await world.look(main.number)).state).toBe('processing');
	});

	it('gives an un-merged case to another where the former hands are gone', async () => {
		const main = await carry.processing();
		const part = await carry.processing({}, hours(1));
		await merge(part.number, main.number);
		const leaver = await world.staffId('chengban');
		const move = async (number: CaseNumber) =>
			reassignCase(await world.as('shenhe', hours(4)), number, {
				version: await carry.version(number),
				ownerId: await world.staffId('chengban2'),
				reason: '换人'
			});
		await move(main.number);
		await world.db.update(staff).set({ isActive: false }).where(eq(staff.id, leaver));
		try {
			await unMerge(part.number);
			expect(await world.look(part.number)).toMatchObject({
				state: 'processing',
				ownerId: await world.staffId('shenhe')
			});
		} finally {
			await world.db.update(staff).set({ isActive: true }).where(eq(staff.id, leaver));
		}
	});

	it('takes the parts of a part along to the new main', async () => {
		const main = await carry.processing();
		const middle = await world.aCase({}, hours(1));
		const last = await world.aCase({}, hours(2));
		await merge(last.number, middle.number, hours(3));
		const ofMain = await recorded(world, caseStream(main.caseId), () => merge(middle.number, main.number));
		expect(ofMain.map(({ kind, data }) => [kind, data.partId])).toEqual([
			['case.part-merged', middle.caseId],
			['case.part-merged', last.caseId]
		]);
		expect(await world.look(last.number)).toMatchObject({ state: 'merged', mainId: main.caseId, mergedAt: hours(4) });
		expect((await world.kinds(last.caseId)).slice(-2)).toEqual(['case.merged', 'case.merged']);
	});

	it('refuses itself, a main that is not open, conduct with others, an open request, and strangers', async () => {
		const { main, part } = await two();
		expect(await refusalOf(merge(part.number, part.number))).toBe('case.merge-itself');
		const answered = await carry.answered();
		expect(await refusalOf(merge(part.number, answered.number))).toBe('case.main-not-open');
		const inOther = await world.aCase({}, hours(1));
		await merge(inOther.number, main.number);
		expect(await refusalOf(merge(part.number, inOther.number))).toBe('case.main-not-open');
		expect(await refusalOf(merge(inOther.number, main.number))).toBe('case.not-in-this-state');
		const conduct = await world.aCase({ categoryCode: '1801' }, hours(1));
		expect(await refusalOf(merge(part.number, conduct.number))).toBe('case.main-not-found');
		expect(await refusalOf(merge(conduct.number, main.number, hours(4), 'duban'))).toBe('case.merge-conduct');
		const asked = await carry.processing({}, hours(1));
		await world.db.insert(proposals).values({
			caseId: asked.caseId,
			kind: 'redirect',
			state: 'open',
			proposedById: await world.staffId('chengban'),
			proposedAt: hours(4),
			deciderId: await world.staffId('fenpai'),
			textId: 1
		});
		expect(await refusalOf(merge(asked.number, main.number))).toBe('case.proposal-open');
		expect(await refusalOf(merge(part.number, main.number, hours(4), 'chengban'))).toBe('case.not-found');
		expect(await refusalOf(merge(part.number, main.number, hours(4), 'jiedai'))).toBe('case.not-found');
		expect((await world.look(part.number)).state).toBe('submitted');
	});

	it('lets a handler merge within the unit, never into the hands of another', async () => {
		const mine = await carry.processing();
		const ours = await carry.processing({}, hours(1));
		const theirs = await world.aCase({}, hours(1));
		const to = { unitId: world.unitId(service), instruction: '' };
		await acceptAndAssign(await world.as('fenpai', hours(2)), theirs.number, { version: 1, ...to });
		expect(await refusalOf(merge(mine.number, theirs.number, hours(4), 'chengban'))).toBe('case.main-not-found');
		await merge(mine.number, ours.number, hours(4), 'chengban');
		expect((await world.look(mine.number)).mainId).toBe(ours.caseId);
		expect(await refusalOf(unMerge(mine.number, hours(5), 'chengban'))).toBe('case.not-yours');
	});

	it('ends in neither case in the hands of somebody recused', async () => {
		const { main, part } = await two({ avoidUnitIds: [world.unitId(planning)] });
		expect(await refusalOf(merge(part.number, main.number))).toBe('case.merge-excluded');
		const person = await world.aCase({ avoidWords: '不要让李娜经手' }, hours(3));
		expect((await world.look(person.number)).ownerId).toBe(await world.staffId('fenpai2'));
		const waiting = await world.aCase({}, hours(3));
		expect((await world.look(waiting.number)).ownerId).toBe(await world.staffId('fenpai'));
		expect(await refusalOf(merge(person.number, waiting.number, hours(4), 'fenpai2'))).toBe('case.merge-excluded');
	});

	it('does not let the main become a matter of conduct', async () => {
		const main = await world.aCase();
		const part = await world.aCase();
		await merge(part.number, main.number);
		const change = {
			type: 'complaint',
			class: 'ordinary',
			categoryCode: '1801',
			areaId: null,
			reason: '更正'
		} as const;
		const version = await carry.version(main.number);
		const dispatcher = await world.as('fenpai', hours(5));
		expect(await refusalOf(classifyCase(dispatcher, main.number, { version, ...change }))).toBe('case.has-parts');
	});
});

describe('recusal and secrecy of one part', () => {
	it('hide the whole from who is excluded: list, count, search, page and file', async () => {
		const words = '旋风邮筒丙号';
		const main = await caseWithPhotos(world, 1, { text: `路口的${words}倒了。` });
		const part = await world.aCase({ avoidUnitIds: [world.unitId(service)] }, hours(1));
		const dispatcher = await world.as('fenpai', hours(2));
		const to = { unitId: world.unitId(service), instruction: '' };
		// in the hands of the unit first, then out of them, so that only the part's exclusion stands between
		await acceptAndAssign(dispatcher, main.number, { version: 1, ...to });
		const trace = async () => {
			const person = await world.as('bianmin-fz', hours(6));
			const lists = await Promise.all(views.map((view) => at.list('bianmin-fz', { view }, hours(6))));
			return {
				lists: lists.some((numbers) => numbers.includes(main.number)),
				search: await at.finds('bianmin-fz', words, hours(6)),
				page: await findStaffCase(person, main.number).then(
					() => 'shown',
					(fault: Error) => fault.message
				),
				photo: (await findVisibleAttachment(person, main.photoIds[0] ?? '')) !== null,
				count: (await at.counts('bianmin-fz', hours(6))).unit ?? 0
			};
		};
		const seen = await trace();
		expect(seen).toMatchObject({ lists: true, search: [main.number], page: 'shown', photo: true });
		expect(await refusalOf(merge(part.number, main.number))).toBe('case.merge-excluded');
		// what was merged before anybody was excluded, or by an older rule, is hidden all the same
		await world.db.delete(exclusions).where(eq(exclusions.caseId, part.caseId));
		await merge(part.number, main.number);
		await world.db
			.insert(exclusions)
			.values({ caseId: part.caseId, unitId: world.unitId(service), staffId: null, setAt: hours(5) });
		expect(await trace()).toEqual({
			lists: false,
			search: [],
			page: 'case.not-found',
			photo: false,
			count: seen.count - 1
		});
	});

	it('keep the main from being assigned to who a part excludes', async () => {
		const main = await world.aCase();
		const part = await world.aCase({ avoidUnitIds: [world.unitId(planning)] }, hours(1));
		await merge(part.number, main.number, hours(2));
		await acceptCase(await world.as('fenpai', hours(3)), main.number, await carry.version(main.number));
		const to = { unitId: world.unitId(planning), instruction: '' };
		const version = await carry.version(main.number);
		const assigning = assignCase(await world.as('fenpai', hours(3)), main.number, { version, ...to });
		expect(await refusalOf(assigning)).toBe('case.excluded-unit');
	});
});

describe('the page of the main case', () => {
	it('lists number, date and area of every part, and words of those the reader may read', async () => {
		const clue = '蓝色卷帘门裁缝铺';
		const main = await carry.processing();
		const plain = await world.aCase({ text: '石桥那个路口晚上黑得看不见。', areaId: 2 }, hours(1));
		const secret = await world.aCase(
			{ identity: 'confidential', contact, text: `我是${clue}的。`, areaId: 3 },
			hours(2)
		);
		await merge(plain.number, main.number);
		await merge(secret.number, main.number);
		const unit = await findStaffCase(await world.as('chengban', hours(5)), main.number);
		expect(unit.group.parts).toMatchObject([
			{
				number: plain.number,
				area: '松岗村',
				submittedAt: hours(1),
				text: '石桥那个路口晚上黑得看不见。',
				mayOpen: false
			},
			{ number: secret.number, area: '石桥组', submittedAt: hours(2), text: null, mayOpen: false }
		]);
		expect(JSON.stringify(unit)).not.toMatch(/裁缝|卷帘门|13800138000/);
		const dispatcher = await findStaffCase(await world.as('fenpai', hours(5)), main.number);
		expect(dispatcher.group.parts[1]).toMatchObject({ text: `我是${clue}的。`, mayOpen: true });
		expect((await findStaffCase(await world.as('fenpai', hours(5)), plain.number)).group.main).toBe(main.number);
		for (const username of ['chengban', 'shenhe']) expect(await at.finds(username, clue, hours(5))).toEqual([]);
	});

	it('tells who answered no rating of a part, and who handles it anew what was wrong', async () => {
		const { main, part } = await answeredTogether();
		await rateCase(world.resident(part.caseId, hours(30)), part.number, badRating);
		const seen = async (username: string, now: Date) =>
			(await findStaffCase(await world.as(username, now), main.number)).group.parts[0]?.rating?.stars ?? null;
		expect(await seen('chengban', hours(31))).toBeNull();
		await reassignCase(await world.as('shenhe', hours(31)), main.number, {
			version: await carry.version(main.number),
			ownerId: await world.staffId('chengban2'),
			reason: '换人'
		});
		expect(await seen('chengban', hours(32))).toBeNull();
		expect(await seen('chengban2', hours(32))).toBe(1);
		expect(await seen('fenpai', hours(32))).toBe(1);
		const fear = { ...badRating, tags: ['fear'] as const };
		const again = await answeredTogether();
		await rateCase(world.resident(again.part.caseId, hours(30)), again.part.number, fear);
		const [dispatcher, supervisor] = await Promise.all(
			['fenpai', 'duban'].map(async (username) => findStaffCase(await world.as(username, hours(31)), again.main.number))
		);
		expect(dispatcher?.group.parts[0]?.rating).toBeNull();
		expect(supervisor?.group.parts[0]?.rating).toMatchObject({ stars: 1 });
		expect(await openDuties(again.part.caseId)).toEqual(['watch']);
	});
});

describe('one answer', () => {
	it('reaches every part in the same moment, each with a call of its own where one was asked for', async () => {
		const { main, part } = await two({ identity: 'contact', contact, wantsCall: true });
		await merge(part.number, main.number);
		await carry.answer(main.number, main.caseId, hours(20));
		expect((await world.kinds(part.caseId)).slice(-2)).toEqual(['case.merged', 'case.answered-with-main']);
		expect(await world.look(part.number)).toMatchObject({ state: 'merged', answeredAt: hours(20), dueAt: null });
		expect(await openDuties(part.caseId)).toEqual(['call']);
		expect(await openDuties(main.caseId)).toEqual([]);
	});

	it('acceptance 10: N codes, N ratings, one main: a good rating of a part leaves the main as it is', async () => {
		const { main, part } = await answeredTogether();
		const before = await world.look(main.number);
		await rateCase(world.resident(part.caseId, hours(30)), part.number, goodRating);
		expect(await world.look(main.number)).toEqual(before);
		expect((await world.look(part.number)).state).toBe('merged');
		await rateCase(world.resident(main.caseId, hours(31)), main.number, { ...goodRating, stars: 4 });
		const given = await world.db.select().from(ratings);
		expect(given.filter(({ caseId }) => caseId === part.caseId)).toMatchObject([{ round: 1, stars: 5 }]);
		expect(given.filter(({ caseId }) => caseId === main.caseId)).toMatchObject([{ round: 1, stars: 4 }]);
		expect(await refusalOf(rateCase(world.resident(main.caseId, hours(31)), part.number, goodRating))).toBe(
			'case.not-found'
		);
	});

	it('is handled anew once when any part is dissatisfied, from closed too; the next bad one goes before the lead', async () => {
		const { main, part } = await answeredTogether();
		await rateCase(world.resident(main.caseId, hours(30)), main.number, goodRating);
		expect((await world.look(main.number)).state).toBe('closed');
		await rateCase(world.resident(part.caseId, days(25)), part.number, badRating);
		expect(await world.look(main.number)).toMatchObject({ state: 'rework', round: 2 });
		expect((await world.kinds(main.caseId)).slice(-3)).toEqual(['case.rated', 'case.closed', 'case.rework-opened']);
		expect((await world.kinds(part.caseId)).at(-1)).toBe('case.rated');
		expect(await refusalOf(rateCase(world.resident(part.caseId, days(25)), part.number, goodRating))).toBe(
			'case.too-late'
		);
		await reassignCase(await world.as('shenhe', days(26)), main.number, {
			version: await carry.version(main.number),
			ownerId: await world.staffId('chengban2'),
			reason: '换人'
		});
		await carry.answer(main.number, main.caseId, days(27), 'chengban2');
		await rateCase(world.resident(part.caseId, days(28)), part.number, badRating);
		expect(await world.look(main.number)).toMatchObject({ state: 'answered', round: 2 });
		expect(await openDuties(main.caseId)).toEqual(['lead-review']);
		const given = await world.db.select().from(ratings).where(eq(ratings.caseId, part.caseId));
		expect(given.map(({ round }) => round).sort()).toEqual([1, 2]);
	});

	it('may be rated for 30 days after the main was closed unrated, to the minute', async () => {
		const { main, part } = await answeredTogether();
		await closeUnrated(world.system(days(17)), main.number);
		const closed = await world.look(main.number);
		expect(closed).toMatchObject({ state: 'closed', closedAs: 'unrated' });
		// 24:00 of the thirtieth day from closing
		const end = new Date('2026-12-20T16:00:00Z');
		const late = new Date(end.getTime() + 60_000);
		expect(await refusalOf(rateCase(world.resident(part.caseId, late), part.number, badRating))).toBe('case.too-late');
		await rateCase(world.resident(part.caseId, end), part.number, badRating);
		expect((await world.look(main.number)).state).toBe('rework');
	});

	it('is another after un-merging: what was said of the shared one does not stand for it', async () => {
		const main = await carry.processing();
		const part = await carry.processing({}, hours(1));
		await merge(part.number, main.number);
		await carry.answer(main.number, main.caseId, hours(20));
		await rateCase(world.resident(part.caseId, hours(21)), part.number, goodRating);
		await unMerge(part.number, hours(22));
		expect(await world.db.select().from(ratings).where(eq(ratings.caseId, part.caseId))).toHaveLength(1);
		await carry.answer(part.number, part.caseId, days(10));
		await rateCase(world.resident(part.caseId, days(11)), part.number, badRating);
		expect(await world.look(part.number)).toMatchObject({ state: 'rework', round: 2 });
		expect((await world.look(main.number)).state).toBe('answered');
	});
});

describe('the resident of a part', () => {
	const told = async (caseId: number, now: Date) => {
		const found = await readResidentCase(world.resident(caseId, now));
		return { ...found, text: JSON.stringify(found.shared) };
	};

	it('reads the main’s progress and answer since merging, and no word of its resident', async () => {
		const own = '独有的红棉袄裁缝铺';
		const main = await carry.processing({ text: `${own}门口的灯坏了。`, want: `${own}要亮` });
		const part = await world.aCase({}, hours(3));
		const resident = world.resident(main.caseId, hours(6));
		const say = async (text: string, now: Date) =>
			reportProgress(
				await world.as('chengban', now),
				main.number,
				{ version: await carry.version(main.number), text, next: '更换灯头', nextOn: '2026-11-06' },
				async () => 0
			);
		await say('并案以前说的', hours(3));
		await merge(part.number, main.number);
		await say('看过现场，线路受潮', hours(5));
		await supplyInfo(resident, main.number, { text: `${own}今晚也黑` });
		await remindCase(resident, main.number);
		await carry.answer(main.number, main.caseId, hours(20));
		await rateCase(world.resident(main.caseId, hours(22)), main.number, { ...badRating, words: `${own}还是黑` });

		const { shared, text } = await told(part.caseId, hours(23));
		expect(shared?.main).toMatchObject({ number: main.number, state: 'rework' });
		expect(shared?.entries.map(({ kind }) => kind)).toEqual([
			'case.progress-reported',
			'case.answered',
			'case.rework-opened'
		]);
		expect(text).toContain('看过现场');
		expect(shared?.entries.every(({ byKind }) => byKind !== 'resident')).toBe(true);
		expect(JSON.stringify(shared?.entries)).not.toMatch(/裁缝|并案以前/);
		expect((await told(main.caseId, hours(23))).shared).toBeNull();
		const { record } = await exportRecord(world.resident(part.caseId, hours(23)), part.number, null);
		expect(record.events.map(({ kind }) => kind)).toContain('case.answered');
		expect(JSON.stringify(record)).not.toMatch(/裁缝/);
	});

	it('sees photos that staff sent with the answer, never those of the other resident', async () => {
		const main = await caseWithPhotos(world, 1);
		const part = await world.aCase({}, hours(1));
		const to = { unitId: world.unitId(planning), instruction: '' };
		await acceptAndAssign(await world.as('fenpai', hours(2)), main.number, { version: 1, ...to });
		await signCase(await world.as('chengban', hours(3)), main.number, await carry.version(main.number));
		const handler = await world.as('chengban', hours(5));
		const progress = { text: '换好了一盏灯', next: '换另一盏', nextOn: '2026-11-06' };
		const report = async (now: Date) => {
			const version = await carry.version(main.number);
			const bytes = await smallPhoto();
			let photoId = '';
			await reportProgress(
				{ ...handler, now },
				main.number,
				{ version, ...progress },
				async (context, caseId, textId) => {
					const place = placeAtCase(context, 'staff', caseId);
					photoId = (await acceptPhoto(context, place, bytes)).id;
					return claimWaiting(context, place, { caseId, textId, caseKey: await caseKey(context, caseId) });
				}
			);
			return photoId;
		};
		const before = await report(hours(3));
		await merge(part.number, main.number);
		const since = await report(hours(5));
		const resident = world.resident(part.caseId, hours(6));
		expect(await findVisibleAttachment(resident, since)).not.toBeNull();
		for (const id of [before, main.photoIds[0] ?? '']) expect(await findVisibleAttachment(resident, id)).toBeNull();
		await unMerge(part.number, hours(7));
		expect(await findVisibleAttachment(resident, since)).toBeNull();
	});
});

describe('when a case leaves', () => {
	it('as a part, by its resident, the others stay as they are', async () => {
		const { main, part } = await two();
		await merge(part.number, main.number);
		await withdrawCase(world.resident(part.caseId, hours(5)), part.number, { reason: '' });
		expect(await world.look(part.number)).toMatchObject({ state: 'withdrawn', mainId: null, dueAt: null });
		expect((await world.kinds(main.caseId)).at(-1)).toBe('case.part-un-merged');
		expect((await world.look(main.number)).state).toBe('processing');
		await carry.answer(main.number, main.caseId, hours(20));
		expect((await world.kinds(part.caseId)).at(-1)).toBe('case.withdrawn');
	});

	it('as the main, withdrawn, the oldest part goes on in the same hands with its own clock', async () => {
		const main = await carry.processing();
		const younger = await world.aCase({}, hours(3));
		const older = await world.aCase({}, hours(1));
		await merge(younger.number, main.number);
		await merge(older.number, main.number);
		const due = (await world.look(older.number)).mergedDueAt;
		const handler = await world.staffId('chengban');
		const events = await recorded(world, caseStream(older.caseId), () =>
			withdrawCase(world.resident(main.caseId, hours(5)), main.number, { reason: '' })
		);
		expect(events).toEqual([
			{
				kind: 'case.succeeded-main',
				by: null,
				data: { formerMainId: main.caseId, ownerId: handler, unitId: world.unitId(planning), dueAt: due?.toISOString() }
			},
			{ kind: 'case.part-merged', by: null, data: { partId: younger.caseId } }
		]);
		expect(await world.look(older.number)).toMatchObject({
			...{ state: 'processing', ownerId: handler, unitId: world.unitId(planning), dueAt: due, mainId: null },
			...{ resumesTo: null, mergedDueAt: null }
		});
		expect(await world.look(younger.number)).toMatchObject({ state: 'merged', mainId: older.caseId });
		expect((await world.kinds(younger.caseId)).at(-1)).toBe('case.merged');
		expect(await world.look(main.number)).toMatchObject({ state: 'withdrawn' });
		await carry.answer(older.number, older.caseId, hours(20));
		expect((await world.kinds(younger.caseId)).at(-1)).toBe('case.answered-with-main');
	});

	it('as the main, redirected or not accepted, the part goes back to where it was merged from', async () => {
		const redirected = await world.aCase();
		const rejected = await world.aCase();
		const one = await world.aCase({}, hours(1));
		const other = await world.aCase({}, hours(1));
		await acceptCase(await world.as('fenpai', hours(2)), one.number, 1);
		await merge(one.number, redirected.number);
		await merge(other.number, rejected.number);
		const dispatcher = await world.as('fenpai', hours(5));
		const to = { version: 1, body: '供电所', phone: '95598', how: '直接打电话。' };
		await redirectCase(dispatcher, redirected.number, to);
		expect(await world.look(one.number)).toMatchObject({ state: 'accepted', unitId: null, mainId: null });
		const words = { version: 1, reason: 'not-local', words: '不归本乡管。', route: '打 12345。' } as const;
		await rejectCase(dispatcher, rejected.number, words);
		expect(await world.look(other.number)).toMatchObject({ state: 'submitted', mainId: null });
		expect((await world.kinds(other.caseId)).slice(-2)).toEqual(['case.merged', 'case.succeeded-main']);
	});

	it('a confidential part is checked for clues before the unit gets it', async () => {
		const { main, part } = await two({ identity: 'confidential', contact });
		await merge(part.number, main.number);
		await withdrawCase(world.resident(main.caseId, hours(5)), main.number, { reason: '' });
		expect(await world.look(part.number)).toMatchObject({ state: 'submitted', unitId: null });
	});
});

describe('two people at once', () => {
	it('never deadlock, and leave one main and nobody lost', async () => {
		for (let round = 0; round < 6; round++) {
			const filed = [];
			for (let index = 0; index < 4; index++) filed.push(await world.aCase({}, hours(index)));
			const [a, b, c, d] = filed;
			if (!a || !b || !c || !d) throw new Error('four were filed');
			const settled = await Promise.allSettled([
				merge(a.number, b.number),
				merge(b.number, c.number, hours(4), 'fenpai2'),
				merge(c.number, a.number),
				merge(d.number, a.number, hours(4), 'fenpai2'),
				withdrawCase(world.resident(b.caseId, hours(4)), b.number, { reason: '' }),
				withdrawCase(world.resident(d.caseId, hours(4)), d.number, { reason: '' })
			]);
			for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject({ name: 'Refusal' });
			const rows = await Promise.all(filed.map(({ number }) => world.look(number)));
			for (const { state, mainId } of rows) {
				expect(mainId !== null).toBe(state === 'merged');
				if (mainId !== null) expect(rows.find(({ id }) => id === mainId)?.state).toBe('submitted');
			}
		}
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	});

	it('merge into a case that is just being answered: either both are answered, or the one is told to look again', async () => {
		for (let round = 0; round < 4; round++) {
			const { main, part } = await two();
			const [merged] = await Promise.allSettled([
				merge(part.number, main.number, hours(20)),
				carry.answer(main.number, main.caseId, hours(20))
			]);
			const kinds = await world.kinds(part.caseId);
			if (merged.status === 'fulfilled') expect(kinds).toContain('case.answered-with-main');
			else expect(merged.reason).toMatchObject({ message: 'case.main-not-open' });
			expect((await world.look(main.number)).state).toBe('answered');
		}
	});
});

it('every part knows its main, and only parts do', async () => {
	for (const { state, mainId } of await world.db.select().from(cases)) expect(mainId !== null).toBe(state === 'merged');
});
