import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerOnTheSpot } from '#lib/server/cases/answer-on-the-spot.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { mergeCase } from '#lib/server/cases/merge.ts';
import { listAlarms } from '#lib/server/cases/queries/alarms.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { openWithCode } from '#lib/server/cases/access.ts';
import { readStoredNumber } from '#lib/domain/case-number.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { leaseNumbers } from '#lib/server/kiosks/lease-numbers.ts';
import { partsOf } from '#lib/server/seed/tell.ts';
import { shanghai } from '../../support/clock.ts';
import { aDevice, firstKiosk } from '../../support/kiosks.ts';
import { letterOf, sendLetter } from '../../support/letters.ts';
import { onRoster } from '../../support/roster.ts';
import { openStories } from '../../support/stories.ts';
import { openWorld, planning, type World } from '../../support/world.ts';

let world: World;
let stories: Awaited<ReturnType<typeof openStories>>;
beforeAll(async () => {
	world = await openWorld();
	stories = await openStories(world);
});
afterAll(async () => {
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	await world.close();
});

const office = '党政综合办公室';
const emergency = '应急与消防管理办公室';
const lampWorkers = ['chengban', 'shenhe'] as const;

it('story 1: a question at the reception desk is answered on the spot', async () => {
	const story = await stories.file(1);
	expect(await story.stands()).toEqual({ state: 'submitted', owner: 'fenpai', unit: office, due: '2026-11-05' });
	await story.by('jiedai', '2026-11-02 09:30', (context, number, version) => {
		const parts = partsOf('', stories.sample(1).reply, '0000-860 0132');
		return answerOnTheSpot(context, number, { version, result: 'explained', parts });
	});
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-11-17' });
	await story.rate('2026-11-02 11:20', 5);
	expect(await story.stands()).toMatchObject({ state: 'closed', due: null });
	expect(await story.kinds()).toEqual(['case.submitted', 'case.answered-on-the-spot', 'case.rated', 'case.closed']);
	expect(await world.look(story.number)).toMatchObject({ closedAs: 'rated', answeredAt: shanghai('2026-11-02 09:30') });
});

/** Story 2 until the lamps are mended: filed on a Tuesday evening, in hand on Wednesday, looked at on Thursday. */
async function lampInHand() {
	const story = await stories.file(2);
	expect(await story.stands()).toEqual({ state: 'submitted', owner: 'fenpai', unit: office, due: '2026-11-10' });
	await story.accept('fenpai', '2026-11-04 09:00');
	expect(await story.stands()).toMatchObject({ state: 'accepted', owner: 'fenpai' });
	await story.assign('fenpai', '2026-11-04 09:20', planning);
	expect(await story.stands()).toMatchObject({ state: 'assigned', unit: planning });
	await story.sign('chengban', '2026-11-04 15:00');
	expect(await story.stands()).toEqual({ state: 'processing', owner: 'chengban', unit: planning, due: '2026-11-10' });
	return story;
}
const lampMended = ['2026-11-06 20:00', '2026-11-06 21:00'] as const;

it('story 2: two lamps are mended within the week', async () => {
	const story = await lampInHand();
	const { reply } = stories.sample(2);
	await story.progress('chengban', '2026-11-05 17:00', '现场查看过，线路接头受潮，灯头明天更换。', '2026-11-06');
	await story.answer(lampWorkers, lampMended, reply);
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-11-21' });
	await story.rate('2026-11-08 19:00', 4);
	expect(await story.stands()).toMatchObject({ state: 'closed', due: null });
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.assigned', 'case.signed', 'case.progress-reported'],
		...['case.draft-submitted', 'case.answered', 'case.rated', 'case.closed']
	]);
	const { answeredAt, answerDueAt, firstDueAt } = await world.look(story.number);
	expect({ answeredAt, answerDueAt, firstDueAt }).toEqual({
		answeredAt: shanghai('2026-11-06 21:00'),
		answerDueAt: shanghai('2026-11-10 24:00'),
		firstDueAt: shanghai('2026-11-10 24:00')
	});
});

it('story 6: a second letter about the same lamps is answered with the first, under its own code and rating', async () => {
	const main = await lampInHand();
	const part = await stories.file(6);
	expect(part.dueAt).toEqual(shanghai('2026-11-11 24:00'));
	await part.by('fenpai', '2026-11-05 08:30', (context, number, version) =>
		mergeCase(context, number, { version, mainNumber: main.number, reason: '同一个路口的同两盏路灯。' })
	);
	expect(await part.stands()).toMatchObject({ state: 'merged', due: null });
	await main.answer(lampWorkers, lampMended, stories.sample(2).reply);
	expect(await part.stands()).toMatchObject({ state: 'merged' });

	// each code opens its own case alone, and each rating is of its own case
	const [first, second] = [main.number, part.number].map(readStoredNumber);
	const visitor = world.stranger(shanghai('2026-11-07 09:00'));
	expect(await openWithCode(visitor, second ?? main.number, part.code)).toMatchObject({ caseId: part.caseId });
	expect(await openWithCode(visitor, first ?? main.number, part.code)).toBeNull();
	await part.rate('2026-11-07 10:00', 5);
	expect(await main.stands()).toMatchObject({ state: 'answered', due: '2026-11-21' });
	await main.rate('2026-11-08 19:00', 4);
	expect(await part.kinds()).toEqual(['case.submitted', 'case.merged', 'case.answered-with-main', 'case.rated']);
	expect(await main.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.assigned', 'case.signed', 'case.part-merged'],
		...['case.draft-submitted', 'case.answered', 'case.rated', 'case.closed']
	]);
	const stars = async ({ resident }: Pick<typeof main, 'resident'>) =>
		(await readResidentCase(resident('2026-11-09 09:00'))).rating?.stars;
	expect([await stars(main), await stars(part)]).toEqual([4, 5]);
});

it('story 8: an anonymous complaint about smells waits a day for the resident, who answers by the code', async () => {
	const story = await stories.file(8);
	expect(await story.stands()).toMatchObject({ state: 'submitted', due: '2026-11-12' });
	await story.accept('fenpai', '2026-11-06 08:40');
	await story.raise('fenpai', '2026-11-06 08:45', stories.submissionOf(8));
	expect(await story.stands()).toMatchObject({ state: 'accepted', due: '2026-12-05' });
	await story.assign('fenpai', '2026-11-06 09:00', planning);
	await story.sign('chengban', '2026-11-06 10:00');
	await story.by('chengban', '2026-11-06 11:00', (context, number, version) =>
		requestInfo(context, number, { version, ask: '请补充气味大致从哪个方向来，几点最重。', asksIdentity: false })
	);
	expect(await story.stands()).toMatchObject({ state: 'need_info', owner: 'chengban', due: '2026-12-05' });
	const page = await openWithCode(
		world.stranger(shanghai('2026-11-07 20:20')),
		readStoredNumber(story.number),
		story.code
	);
	expect(page).toMatchObject({ caseId: story.caseId });
	await supplyInfo(story.resident('2026-11-07 20:30'), story.number, { text: '从北门往东，半夜一点前后最重。' });
	// the pause took one calendar day: the due moves by it, and the report keeps the first
	expect(await story.stands()).toMatchObject({ state: 'processing', owner: 'chengban', due: '2026-12-06' });
	await story.progress('chengban', '2026-11-09 09:00', '两个夜里查过，一家注塑厂没有开设备。', '2026-11-14');
	await story.answer(['chengban', 'shenhe'], ['2026-11-14 10:00', '2026-11-14 15:00'], stories.sample(8).reply);
	await story.rate('2026-11-15 08:00', 4);
	expect(await story.stands()).toMatchObject({ state: 'closed' });
	expect(await world.look(story.number)).toMatchObject({
		...{ identity: 'anonymous', pausedDays: 1, firstDueAt: shanghai('2026-11-12 24:00') },
		answerDueAt: shanghai('2026-12-06 24:00')
	});
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.classified', 'case.assigned', 'case.signed'],
		...['case.info-requested', 'case.info-supplied', 'case.progress-reported'],
		...['case.draft-submitted', 'case.answered', 'case.rated', 'case.closed']
	]);
});

it('story 11: a wire hangs down behind the school; it rings at once and is gone the same evening', async () => {
	await onRoster(world, 'duban', shanghai('2026-11-16 08:00'), shanghai('2026-11-17 08:00'));
	const story = await stories.file(11);
	expect(story.dueAt).toEqual(shanghai('2026-11-17 15:52'));
	await story.until('2026-11-16 15:53');
	const rings = async (moment: string) =>
		(await listAlarms(await world.as('duban', shanghai(moment)))).some(({ number }) => number === story.number);
	expect(await rings('2026-11-16 15:53')).toBe(true);
	await story.accept('duban', '2026-11-16 16:05');
	expect(await rings('2026-11-16 16:05')).toBe(false);
	await story.assign('duban', '2026-11-16 16:06', emergency);
	await story.sign('yingji-cb', '2026-11-16 16:08');
	expect(await story.stands()).toMatchObject({ state: 'processing', owner: 'yingji-cb', unit: emergency });
	await story.answer(['yingji-cb', 'yingji-fz'], ['2026-11-16 19:05', '2026-11-16 19:10'], stories.sample(11).reply);
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-12-01' });
	await story.rate('2026-11-17 07:30', 5);
	expect(await world.look(story.number)).toMatchObject({
		...{ state: 'closed', class: 'urgent', answeredAt: shanghai('2026-11-16 19:10') },
		...{ answerDueAt: shanghai('2026-11-17 15:52'), ladder: 0 }
	});
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.alarm-sounded', 'case.alarm-answered', 'case.accepted', 'case.assigned', 'case.signed'],
		...['case.draft-submitted', 'case.answered', 'case.rated', 'case.closed']
	]);
});

it('story 12: a suggestion from a kiosk that is off-line keeps number, code and the time of 12:20', async () => {
	const { kiosk } = await firstKiosk(world);
	const { context } = await aDevice(world, kiosk.id, { now: shanghai('2026-11-17 08:00') });
	const [number = ''] = await leaseNumbers(context, 0);
	const letter = letterOf(number, {
		...{ text: stories.sample(12).text, place: '', tilePosition: 8 },
		submittedAt: shanghai('2026-11-17 12:20').toISOString()
	});
	const arrives = { ...context, now: shanghai('2026-11-17 14:05') };
	const filed = await sendLetter(world, arrives, letter);
	// the line was lost before the answer came: sent again, it is the same case
	expect(await sendLetter(world, arrives, letter)).toBe(filed);
	expect(filed).toBe(number);
	const { id, submittedAt, firstDueAt } = await world.look(filed);
	expect({ submittedAt, firstDueAt }).toEqual({
		submittedAt: shanghai('2026-11-17 12:20'),
		firstDueAt: shanghai('2026-11-24 24:00')
	});
	const opened = await openWithCode(world.stranger(shanghai('2026-11-17 14:10')), filed, letter.code);
	expect(opened).toMatchObject({ caseId: id });

	const story = stories.follow({ caseId: id, number: filed });
	await story.accept('fenpai', '2026-11-17 15:00');
	// a kiosk knows 求助 only (ruling 19): the dispatcher says what it is
	await story.by('fenpai', '2026-11-17 15:02', (context, number, version) =>
		classifyCase(context, number, {
			...{ version, type: 'suggestion', class: 'ordinary', areaId: null, reason: '是建议。' },
			categoryCode: stories.sample(12).categoryCode
		})
	);
	await story.assign('fenpai', '2026-11-17 15:10', office);
	await story.sign('dangzheng-cb', '2026-11-17 16:00');
	expect(await story.stands()).toEqual({
		...{ state: 'processing', owner: 'dangzheng-cb', unit: office, due: '2026-11-24' }
	});
	const told = ['2026-11-20 10:00', '2026-11-20 16:00'] as const;
	await story.answer(['dangzheng-cb', 'dangzheng-fz'], told, stories.sample(12).reply, 'partly-adopted');
	// 待评价: the resident has until the fifteenth day
	await story.until('2026-11-21 09:00');
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-12-05' });
	const { entries } = await readResidentCase(story.resident('2026-11-21 09:00'));
	expect(entries.at(-1)).toMatchObject({ kind: 'case.answered', data: { result: 'partly-adopted' } });
	expect(entries.at(-1)?.words.answer?.done).toContain('部分采纳');
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.classified', 'case.assigned', 'case.signed'],
		...['case.draft-submitted', 'case.answered']
	]);
});
