import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { readFilter, readsRegister } from '#lib/domain/register.ts';
import { checkClues } from '#lib/server/cases/check-clues.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { exportRecord } from '#lib/server/cases/export-record.ts';
import { exportRegister } from '#lib/server/cases/export-register.ts';
import { followUp } from '#lib/server/cases/follow-up.ts';
import { logContact } from '#lib/server/cases/log-contact.ts';
import { findVisibleAttachment } from '#lib/server/cases/queries/attachment.ts';
import { views } from '#lib/server/cases/queries/queue.ts';
import { countRegister, listRegister } from '#lib/server/cases/queries/register.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { requestRecheck } from '#lib/server/cases/request-recheck.ts';
import { attachments } from '#lib/server/db/schema/attachments.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { leaseNumbers } from '#lib/server/kiosks/lease-numbers.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { clockOf, shanghai } from '../../support/clock.ts';
import { desk } from '../../support/desk.ts';
import { aDevice, firstKiosk } from '../../support/kiosks.ts';
import { letterOf, sendLetter } from '../../support/letters.ts';
import { smallPhoto } from '../../support/photo.ts';
import { openStories } from '../../support/stories.ts';
import { openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

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
const supervision = '督办室';

it('story 7: what is for a court is refused with reason and route, checked once again, and archived', async () => {
	const story = await stories.file(7);
	expect(await story.stands()).toEqual({ state: 'submitted', owner: 'fenpai', unit: office, due: '2026-11-16' });
	const { reply } = stories.sample(7);
	const [words = '', route = ''] = reply.split('您可以:');
	const refuse = (username: string, moment: string) =>
		story.by(username, moment, (context, number, version) =>
			rejectCase(context, number, { version, reason: 'legal-procedure', words, route })
		);
	await refuse('fenpai', '2026-11-09 15:00');
	expect(await story.stands()).toMatchObject({ state: 'rejected', due: null });
	const page = await readResidentCase(story.resident('2026-11-09 16:00'));
	expect(page.entries.at(-1)).toMatchObject({
		kind: 'case.rejected',
		data: { reason: 'legal-procedure' },
		words: { words: { text: words, route } }
	});
	// 复核一次: another person looks, with a limit that runs from the request
	await requestRecheck(story.resident('2026-11-10 09:00'), story.number);
	expect(await story.stands()).toEqual({ state: 'submitted', owner: 'fenpai2', unit: office, due: '2026-11-17' });
	await refuse('fenpai2', '2026-11-11 10:00');
	const again = requestRecheck(story.resident('2026-11-12 09:00'), story.number);
	expect(await refusalOf(again)).toBe('case.already-rechecked');
	const { run } = clockOf(world);
	await run('archive', shanghai('2026-12-11 24:00'));
	expect(await story.stands()).toMatchObject({ state: 'rejected' });
	await run('archive', shanghai('2026-12-12 03:11'));
	expect(await story.stands()).toMatchObject({ state: 'archived', due: null });
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.rejected', 'case.recheck-requested', 'case.rejected', 'case.archived']
	]);
});

/** All that one member of staff gets at of a case, each by its own way. */
async function trace(username: string, moment: string, number: CaseNumber, words: readonly string[], photoId: string) {
	const now = shanghai(moment);
	const at = desk(world);
	const lists = await Promise.all(views.map((view) => at.list(username, { view }, now)));
	const found = await Promise.all([number, ...words].map((query) => at.finds(username, query, now)));
	const person = await world.as(username, now);
	const detail = await findStaffCase(person, number).catch((fault: Error) => fault.message);
	const register = readFilter(new URLSearchParams(), now);
	const keepsRegister = readsRegister(person.actor);
	const kept = keepsRegister ? (await listRegister(person, register, null)).rows : [];
	const exported = keepsRegister ? await exportRegister(person, register, 'csv') : [];
	if (keepsRegister) expect(await countRegister(person, register)).toBe(kept.length);
	return {
		register: [...kept, ...exported].some((row) => row.number === number),
		list: lists.some((numbers) => numbers.includes(number)),
		detail: typeof detail === 'string' ? detail : 'shown',
		search: found.some((numbers) => numbers.includes(number)),
		attachment: (await findVisibleAttachment(person, photoId)) !== null
	};
}

it('story 9: a complaint about the window: the unit complained about finds, counts and opens nothing', async () => {
	const words = '窗口办事跑三趟';
	const complainedAbout = ['jiedai', 'bianmin-fz', 'bianmin-cb'];
	const counted = () =>
		Promise.all(complainedAbout.map((username) => desk(world).counts(username, shanghai('2026-10-26 13:00'))));
	const before = await counted();

	const { kiosk } = await firstKiosk(world);
	const { context } = await aDevice(world, kiosk.id, { now: shanghai('2026-10-26 08:00') });
	const [leased = ''] = await leaseNumbers(context, 0);
	const photo = await smallPhoto();
	const letter = letterOf(leased, {
		...{ text: stories.sample(9).text, place: '', tilePosition: 8, identity: 'confidential', phone: '13800002009' },
		...{
			submittedAt: shanghai('2026-10-26 14:00').toISOString(),
			parts: [{ kind: 'photo', bytes: photo.length, seconds: 0 }]
		}
	});
	const number = await sendLetter(world, { ...context, now: shanghai('2026-10-26 14:00') }, letter, [photo]);
	const { id: caseId } = await world.look(number);
	const [attached] = await world.db.select().from(attachments).where(eq(attachments.caseId, caseId));
	const story = stories.follow({ caseId, number });
	const stranger = async (moment: string) => {
		const searched = ['残疾人补贴', words, '一次性告知'];
		for (const username of complainedAbout)
			expect(await trace(username, moment, number, searched, attached?.id ?? ''), `${username} ${moment}`).toEqual({
				...{ list: false, detail: 'case.not-found', search: false, register: false, attachment: false }
			});
		expect(await counted()).toEqual(before);
		// nor the whole record of it, which is its resident's own to take
		for (const username of complainedAbout) {
			const exported = exportRecord(await world.as(username, shanghai(moment)), number, null);
			expect(await refusalOf(exported)).toBe('case.not-found');
		}
	};
	await stranger('2026-10-26 14:01');
	// the dispatcher sees what it is, and from then on it is the supervisor's
	await story.by('fenpai', '2026-10-26 14:20', (context, number, version) =>
		classifyCase(context, number, {
			...{ version, type: 'complaint', class: 'ordinary', areaId: null, reason: '是对服务态度的投诉。' },
			categoryCode: stories.sample(9).categoryCode
		})
	);
	expect(await story.stands()).toEqual({ state: 'submitted', owner: 'duban', unit: supervision, due: '2026-11-02' });
	await story.by('duban', '2026-10-26 14:40', (context, number, version) =>
		excludeFromCase(context, number, { version, excluded: { unitId: world.unitId(service), staffId: null } })
	);
	await story.accept('duban', '2026-10-26 14:45');
	await story.by('duban', '2026-10-26 14:50', (context, number, version) => {
		const text = '有居民来办事，三次都被要求补材料，希望一次性告知。';
		return checkClues(context, number, { version, title: words, text, place: '', releasedIds: [] });
	});
	await stranger('2026-10-26 15:00');
	const toThem = story.assign('duban', '2026-10-26 15:00', service);
	expect(await refusalOf(toThem)).toBe('case.excluded-unit');
	await story.assign('duban', '2026-10-26 15:10', supervision);
	await story.sign('dubanshi-cb', '2026-10-27 09:00');
	expect(await story.stands()).toMatchObject({ state: 'processing', owner: 'dubanshi-cb', unit: supervision });
	await stranger('2026-10-28 09:00');
	const told = ['2026-11-02 15:00', '2026-11-02 16:00'] as const;
	await story.answer(['dubanshi-cb', 'dubanshi-fz'], told, stories.sample(9).reply);
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-11-17' });
	await stranger('2026-11-03 09:00');
	await story.rate('2026-11-03 19:00', 5);
	// 回访 of the drawn, by somebody who had no hand in it
	await changeText(await world.as('guanli', shanghai('2026-11-03 20:00')), 'followUp.samplePercent', '100');
	await clockOf(world).run('plan-follow-ups', shanghai('2026-11-04 08:37'));
	await story.by('huifang', '2026-11-05 10:00', (context, number, version) =>
		followUp(context, number, { version, result: { outcome: 'reached', solved: 'solved', words: '没有人为难。' } })
	);
	await stranger('2026-11-06 09:00');
	expect(await world.look(number)).toMatchObject({ state: 'closed', closedAs: 'rated', identity: 'confidential' });
	// where it is not excluded it is found: the same questions do find something
	expect(await trace('duban', '2026-11-06 09:00', number, ['残疾人补贴'], attached?.id ?? '')).toEqual({
		...{ list: true, detail: 'shown', search: true, register: true, attachment: true }
	});
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.classified', 'case.excluded', 'case.accepted', 'case.clues-checked'],
		...['case.assigned', 'case.signed', 'case.draft-submitted', 'case.answered', 'case.rated', 'case.closed'],
		...['case.follow-up-planned', 'case.followed-up']
	]);
}, 60_000);

it('story 10: one star brings another handler and a second answer; both answers stay', async () => {
	const story = await stories.file(10);
	const [first = '', second = ''] = stories.sample(10).reply.replace('(首次)', '').split('(再次答复)');
	expect(await story.stands()).toMatchObject({ state: 'submitted', due: '2026-10-19' });
	await story.accept('fenpai', '2026-10-13 09:00');
	await story.assign('fenpai', '2026-10-13 09:10', planning);
	await story.sign('chengban', '2026-10-13 14:00');
	await story.answer(['chengban', 'shenhe'], ['2026-10-16 09:00', '2026-10-16 11:00'], first, 'explained');
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-10-31' });
	await story.rate('2026-10-20 20:00', 1, { tags: ['unsolved', 'nobody-called'], words: '只来看了一眼，晚上照样响。' });
	// the head of the unit has it until another handler is named; 15 working days
	expect(await story.stands()).toEqual({ state: 'rework', owner: 'shenhe', unit: planning, due: '2026-11-10' });
	const { staffId } = world;
	const toFirst = story.by('shenhe', '2026-10-21 09:00', async (context, number, version) =>
		reassignCase(context, number, { version, ownerId: await staffId('chengban'), reason: '还是你办。' })
	);
	expect(await refusalOf(toFirst)).toBe('case.reworker-must-differ');
	await story.by('shenhe', '2026-10-21 09:00', async (context, number, version) =>
		reassignCase(context, number, { version, ownerId: await staffId('chengban2'), reason: '换人办，夜间实测。' })
	);
	// 1 个工作日内联系
	await story.by('chengban2', '2026-10-21 10:00', (context, number, version) =>
		logContact(context, number, { version, outcome: 'reached', words: '约好 22 日夜里在他家窗口测。' })
	);
	expect(await story.stands()).toEqual({ state: 'rework', owner: 'chengban2', unit: planning, due: '2026-11-10' });
	await story.progress('chengban2', '2026-10-23 09:00', '昨夜在您指定的位置测过，超过标准。', '2026-10-30');
	await story.progress('chengban2', '2026-10-30 09:00', '厂方承诺夜里停止冲压，正在做隔音门。', '2026-11-05');
	await story.progress('chengban2', '2026-11-06 09:00', '隔音门 5 日装好，夜里再测两次。', '2026-11-10');
	await story.answer(['chengban2', 'shenhe'], ['2026-11-10 10:00', '2026-11-10 15:00'], second);
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-11-25' });
	await story.rate('2026-11-11 20:00', 4);
	expect(await world.look(story.number)).toMatchObject({
		...{ state: 'closed', closedAs: 'rated', round: 2 },
		...{ answeredAt: shanghai('2026-10-16 11:00'), answerDueAt: shanghai('2026-10-19 24:00') }
	});
	const { entries } = await readResidentCase(story.resident('2026-11-12 09:00'));
	const answers = entries.filter(({ kind }) => kind === 'case.answered');
	expect(answers.map(({ words }) => words.answer?.done)).toEqual([first, second]);
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.assigned', 'case.signed', 'case.draft-submitted', 'case.answered'],
		...['case.rated', 'case.rework-opened', 'case.reassigned', 'case.contact-logged'],
		...['case.progress-reported', 'case.progress-reported', 'case.progress-reported'],
		...['case.draft-submitted', 'case.answered', 'case.rated', 'case.closed']
	]);
});
