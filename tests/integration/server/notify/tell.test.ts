import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '#lib/server/events/deliver.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { exclusions } from '#lib/server/db/schema/exclusions.ts';
import { standIns } from '#lib/server/db/schema/duty-roster.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { returnAssignment } from '#lib/server/cases/return-assignment.ts';
import { setDutyPhone } from '#lib/server/auth/duty-phone.ts';
import type { EventData, EventKind } from '#lib/server/events/catalogue.ts';
import { tell } from '#lib/server/notify/tell.ts';
import { badRating, carrier, goodRating } from '../../../support/carry.ts';
import { openTestRoads, ref, teller } from '../../../support/telling.ts';
import { days, hours, noon, openWorld, planning, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
const { roads, sent } = openTestRoads();
let told: ReturnType<typeof teller>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	told = teller(world, roads);
});
afterAll(() => world.close());
beforeEach(async () => {
	await told.hear(noon);
	await told.forget();
	sent.length = 0;
});

const marks = { name: '林标记', phone: '13800138000', email: 'marked@example.cn' };
const known = {
	identity: 'contact',
	contact: marks,
	text: '标记事项：路灯坏了很久没有人修。',
	place: '标记地点'
} as const;
const lines = (channel: 'sms' | 'email') => sent.filter((one) => one.channel === channel).map(({ text }) => text);
/** Who got which notice. */
const notices = async () => {
	const rows = (await told.rows()).filter(({ staffId }) => staffId !== null);
	const names = new Map((await world.db.select().from(staff)).map(({ id, username }) => [id, username]));
	return rows.map(({ staffId, kind, channel }) => `${names.get(staffId ?? 0)} ${kind} ${channel}`);
};
const letters = async () =>
	(await told.rows())
		.filter(({ recipient }) => recipient === 'resident')
		.map(({ kind, channel }) => `${kind} ${channel}`);

const due = new Date('2026-11-10T16:00:00Z').toISOString();
const later = new Date('2026-11-17T16:00:00Z').toISOString();
type Happening = { [Kind in EventKind]: [kind: Kind, data: EventData[Kind], zh: string, en: string] }[EventKind];
const happenings: Happening[] = [
	[
		'case.accepted',
		{ dueAt: due, class: 'ordinary', categoryCode: null },
		'您反映的事项已受理，最迟 11 月 10 日前答复您。',
		'We have accepted your matter and will answer by 10 November at the latest.'
	],
	[
		'case.info-requested',
		{ supplyBy: due, ask: ref, asksIdentity: false },
		'为了办好这件事，还需要您补充情况。请在 11 月 10 日前补充；补充期间办理时限暂停。',
		'To deal with this we need more information. Please add it by 10 November; our time limit stands still until then.'
	],
	[
		'case.rejected',
		{ reason: 'unclear', words: null },
		'很抱歉，这件事我们不能受理。原因和您可以怎么办，请查看。如有新情况，欢迎再次提交。',
		'We are sorry that we cannot accept this matter. The page says why and what you can do. You may file again if there is something new.'
	],
	[
		'case.redirected',
		{ words: ref },
		'这件事由别的单位负责。找谁办、怎么联系，请查看。',
		'Another office is responsible for this. The page says which one and how to reach it.'
	],
	[
		'case.joint-arranged',
		{ unitIds: [1], promisedOn: '2026-11-12', promise: ref },
		'这件事需要几个单位一起办理，我们承诺在 11 月 12 日前给您答复。',
		'Several units have to work on this together. We promise you an answer by 12 November.'
	],
	[
		'case.extended',
		{ oldDueAt: due, dueAt: later, words: ref, isLate: false },
		'原定 11 月 10 日前答复，现需要延长到 11 月 17 日。原因和目前进展请查看。给您添麻烦了，我们会继续跟进。',
		'We had promised an answer by 10 November and now need until 17 November. The page says why and how far we are. We are sorry for the trouble and will keep at it.'
	],
	[
		'case.listed-long-term',
		{ oldDueAt: due, dueAt: later, cycleDays: 30, words: ref, isLate: false },
		'这件事需要较长时间。我们已列入长期事项，每 30 天向您通报一次。计划请查看。',
		'This needs more time. We have listed it as a long-running matter and will tell you how it stands every 30 days. The page shows the plan.'
	],
	[
		'case.progress-reported',
		{ progress: ref, photos: 0 },
		'这件事有新的进展，请查看。',
		'There is news about this matter. Please have a look.'
	],
	[
		'case.apologised',
		{ words: ref },
		'这件事超过了我们承诺的时间，对不起。最新进展请查看。',
		'We have not kept the date we promised. We are sorry. The page says how it stands.'
	],
	[
		'case.merged',
		{ mainId: 1, reason: ref },
		'您反映的事项和另一件是同一件事，已一起办理。您仍可用自己的编号查看进展、评价。',
		'Your matter is the same as another one, and both are handled together. You can still follow and rate it under your own number.'
	],
	[
		'case.answered-with-main',
		{ mainId: 1 },
		'您反映的事项已有答复，请查看。是否满意，请您评价。',
		'There is an answer to your matter. Please have a look and tell us whether you are satisfied.'
	],
	[
		'case.rework-opened',
		{ dueAt: later, ownerId: 1, cause: 'rating', reason: null },
		'收到您的意见。我们将换人重新办理，1 个工作日内与您联系，最迟 11 月 17 日前再次答复。',
		'We have heard you. Somebody else will handle it again, contact you within a working day, and answer by 17 November at the latest.'
	],
	[
		'case.closed',
		{ as: 'unrated' },
		'这件事已办结。30 天内如问题又出现，可点“申请重新办理”。',
		'This matter is closed. If the problem comes back within 30 days, ask for it to be handled again.'
	],
	[
		'case.closed',
		{ as: 'answered-twice' },
		'这件事已两次答复，现已办结。还可以走哪些渠道，请查看。',
		'This matter was answered twice and is closed now. The page says where else you can turn.'
	]
];

describe('what a resident is told', () => {
	it.each(happenings)('of %s %j, in the language the case was filed in', async (kind, data, zh, en) => {
		const chinese = await world.aCase(known);
		const english = await world.aCase({ ...known, locale: 'en' });
		for (const { caseId } of [chinese, english]) await told.happens(caseId, kind, data);
		await told.work(noon);
		expect(lines('sms')).toEqual([
			`【禾望乡意见箱】编号 ${chinese.number}：${zh}打开 https://box.example.gov.cn/track 电话 0000-860 0123`,
			`[Hewang Opinion Box] No. ${english.number}: ${en} See https://box.example.gov.cn/track Phone 0000-860 0123`
		]);
		expect(lines('email')).toHaveLength(2);
		expect(lines('email')[0]).toContain(`编号 ${chinese.number}\n${zh}\n`);
		expect(lines('email')[1]).toContain(`No. ${english.number}\n${en}\n`);
	});

	it('an urgent due with its hour', async () => {
		const { caseId } = await world.aCase(known);
		const dueAt = hours(24).toISOString();
		await told.happens(caseId, 'case.accepted', { dueAt, class: 'urgent', categoryCode: null });
		await told.work(noon);
		expect(lines('sms')[0]).toContain('最迟 11 月 4 日 12:00前答复您。');
	});

	it('all the way, and nobody who left no contact', async () => {
		const [filed, silent] = [await carry.answered(known), await carry.answered()];
		await closeUnrated(world.system(days(17)), filed.number);
		await closeUnrated(world.system(days(17)), silent.number);
		await told.hear(hours(20));
		expect(await letters()).toEqual([
			...['accepted sms', 'accepted email', 'answered sms', 'invited sms', 'answered email', 'invited email'],
			...['closed sms', 'closed email']
		]);
		expect(
			(await told.rows())
				.filter(({ recipient }) => recipient === 'resident')
				.every((row) => row.caseId === filed.caseId)
		).toBe(true);
	});

	it('on the road the contact has: no SMS to a landline, no mail without an address', async () => {
		const landline = await world.aCase({ ...known, contact: { ...marks, phone: '07972234567', email: '' } });
		const mobile = await world.aCase({ ...known, contact: { ...marks, email: '' } });
		for (const { caseId } of [landline, mobile]) await told.happens(caseId, 'case.redirected', { words: ref });
		await told.work(noon);
		expect(sent.map(({ to, channel }) => `${to} ${channel}`)).toEqual(['13800138000 sms']);
		const states = (await told.rows()).map(({ caseId, channel, state }) => [caseId === mobile.caseId, channel, state]);
		expect(states).toEqual([
			[false, 'sms', 'dropped'],
			[false, 'email', 'dropped'],
			[true, 'sms', 'sent'],
			[true, 'email', 'dropped']
		]);
	});

	it('never the matter, title, place, name, code or link token; rows and events hold no address either', async () => {
		const filed = await carry.answered({ ...known, title: '标记标题', want: '标记愿望' });
		await rateCase(world.resident(filed.caseId, hours(21)), filed.number, badRating);
		await told.work(hours(21));
		expect(sent.length).toBeGreaterThan(5);
		const outside = JSON.stringify(sent.map(({ subject, text, id }) => ({ subject, text, id })));
		const inside = JSON.stringify(await told.rows());
		for (const mark of ['标记', filed.code, filed.linkToken, '石桥', '路灯'])
			expect(outside.includes(mark), `${mark} left the house`).toBe(false);
		for (const mark of ['标记', marks.phone, marks.email, filed.code]) expect(inside.includes(mark)).toBe(false);
	});

	it('of progress once a day, the next day again', async () => {
		const filed = await carry.processing(known);
		const report = async (at: Date) =>
			reportProgress(
				await world.as('chengban', at),
				filed.number,
				{
					version: await carry.version(filed.number),
					text: '到现场看过，缺一个零件。',
					next: '装上零件',
					nextOn: '2026-11-06'
				},
				async () => 0
			);
		// 23:59 and 00:00 in Shanghai
		for (const at of [hours(3), hours(11.9), hours(12)]) await report(at);
		await told.hear(hours(12));
		expect((await letters()).filter((line) => line.startsWith('progress'))).toEqual([
			...['progress sms', 'progress email', 'progress sms', 'progress email']
		]);
	});

	it('of what happens to the case it is handled with', async () => {
		const [main, part] = [await world.aCase(), await world.aCase(known)];
		const merged = { state: 'merged', mainId: main.caseId, dueAt: null } as const;
		await world.db.update(cases).set(merged).where(eq(cases.id, part.caseId));
		await told.happens(main.caseId, 'case.progress-reported', { progress: ref, photos: 0 });
		await told.happens(main.caseId, 'case.closed', { as: 'rated' });
		await told.work(noon);
		expect(lines('sms')).toHaveLength(1);
		expect(lines('sms')[0]).toContain(part.number);
	});

	it('nothing of what is older than two days, nor on a road that is not set', async () => {
		const { caseId } = await world.aCase(known);
		await told.happens(caseId, 'case.redirected', { words: ref }, noon);
		await told.happens(caseId, 'case.notice-owed', { since: due }, noon);
		await told.hear(hours(48.01));
		expect(await letters()).toEqual([]);
		expect(await told.rows()).toMatchObject([{ channel: 'inbox', kind: 'notice-owed', readAt: noon }]);
		await told.happens(caseId, 'case.redirected', { words: ref }, noon);
		const bare = teller(world, { ...roads, outward: { sms: null, email: null } });
		await bare.hear(noon);
		expect(await letters()).toEqual([]);
	});
});

describe('what the office is told', () => {
	it('who has it now, who must review, what came back: never who did it', async () => {
		const filed = await carry.assigned();
		await told.hear(hours(2));
		expect(await notices()).toEqual(['shenhe assigned inbox']);
		const back = { version: await carry.version(filed.number), reason: '不归我办' };
		await returnAssignment(await world.as('chengban', hours(2)), filed.number, back);
		await told.hear(hours(2));
		expect((await notices()).slice(1)).toEqual(['fenpai returned inbox']);
		const answered = await carry.answered();
		await rateCase(world.resident(answered.caseId, hours(21)), answered.number, badRating);
		await told.hear(hours(21));
		expect((await notices()).slice(2)).toEqual([
			...['shenhe assigned inbox', 'shenhe draft inbox', 'shenhe rework inbox']
		]);
	});

	it.each([
		['case.proposed', { proposalId: 1, proposal: 'extension', words: ref }, ['shenhe proposal']],
		['case.proposed', { proposalId: 1, proposal: 'redirect', words: ref }, ['fenpai proposal']],
		['case.proposed', { proposalId: 1, proposal: 'long-term', words: ref }, ['duban proposal', 'fenguan proposal']],
		['case.laddered', { step: 1 }, ['chengban ladder']],
		['case.laddered', { step: 2 }, ['chengban ladder', 'duban ladder']],
		['case.laddered', { step: 3 }, ['chengban ladder', 'fenguan ladder']],
		['case.notice-owed', { since: due }, ['chengban notice-owed']],
		['case.supplemented', { text: ref, photos: 0 }, ['chengban info-supplied']],
		['case.closed', { as: 'answered-twice' }, ['duban lead-review', 'fenguan lead-review']],
		['case.urged', { note: ref }, ['chengban urged']],
		['case.note-added', { note: ref }, []]
	] as const)('of %s %j', async (kind, data, who) => {
		const { caseId } = await carry.processing();
		await told.hear(noon);
		await told.forget();
		await told.happens(caseId, kind, data);
		await told.hear(noon);
		expect(await notices()).toEqual(who.map((line) => `${line} inbox`));
	});

	it('a rating that fears retaliation reaches the supervisor and nobody of the unit', async () => {
		const filed = await carry.answered();
		await told.hear(hours(20));
		await told.forget();
		const rating = { ...goodRating, tags: ['fear'] } as const;
		await rateCase(world.resident(filed.caseId, hours(21)), filed.number, { ...rating, stars: 3 });
		await told.hear(hours(21));
		expect(await notices()).toEqual(['duban watch inbox']);
	});

	it('whoever stands in hears it too, on those days', async () => {
		const [absentId, standInId] = [await world.staffId('shenhe'), await world.staffId('chengban2')];
		await world.db.insert(standIns).values({ absentId, standInId, fromOn: '2026-11-03', untilOn: '2026-11-04' });
		await carry.assigned();
		await told.hear(hours(1));
		expect(await notices()).toEqual(['shenhe assigned inbox', 'chengban2 assigned inbox']);
		await told.forget();
		await carry.assigned({}, days(2));
		await told.hear(days(2));
		expect(await notices()).toEqual(['shenhe assigned inbox']);
		await world.db.delete(standIns);
	});

	it('an alarm rings the mobile of who is on duty, whoever may find the case, and nobody of a 回避', async () => {
		const { caseId } = await world.aCase();
		const onDuty = await world.as('nongye-cb');
		expect(await setDutyPhone(onDuty, '0797 2234567')).toBe(false);
		expect(await setDutyPhone(onDuty, '139 0013 9000')).toBe(true);
		await told.happens(caseId, 'case.alarm-sounded', { alarmId: 1, staffId: onDuty.actor.id });
		await told.hear(noon);
		expect(await notices()).toEqual(['nongye-cb alarm inbox', 'nongye-cb alarm sms']);
		await told.forget();
		const excluded = await world.aCase();
		const unitId = world.unitId('农业农村办公室');
		await world.db.insert(exclusions).values({ caseId: excluded.caseId, unitId, setAt: noon });
		await told.happens(excluded.caseId, 'case.alarm-sounded', { alarmId: 1, staffId: onDuty.actor.id });
		await told.hear(noon);
		expect(await notices()).toEqual([]);
		const [row] = await world.db.select().from(staff).where(eq(staff.username, 'nongye-cb'));
		expect(row?.dutyPhone?.includes('13900139000')).toBe(false);
		await setDutyPhone(onDuty, '');
	});

	it('nobody of a unit that the case avoids', async () => {
		const filed = await carry.processing();
		await told.hear(hours(2));
		await told.forget();
		const unitId = world.unitId(planning);
		await world.db.insert(exclusions).values({ caseId: filed.caseId, unitId, setAt: noon });
		await told.happens(filed.caseId, 'case.reminded', {});
		await told.happens(filed.caseId, 'case.proposed', { proposalId: 1, proposal: 'extension', words: ref });
		await told.hear(hours(2));
		expect((await notices()).filter((line) => /^(?:shenhe|chengban)/.test(line))).toEqual([]);
	});
});

it('hearing an event twice, or dying in between, makes no second message and loses none', async () => {
	const filed = await world.aCase(known);
	await told.happens(filed.caseId, 'case.redirected', { words: ref });
	const { db } = world.database;
	const dying = deliver(db, 'notify', async (heard, forgetting) => {
		await tell({ ...world.system(), db: forgetting }, roads, heard);
		throw new Error('killed');
	});
	await expect(dying).rejects.toThrow('killed');
	expect(await told.rows()).toEqual([]);
	await deliver(db, 'notify', async (heard, forgetting) => {
		await tell({ ...world.system(), db: forgetting }, roads, heard);
		await tell({ ...world.system(), db: forgetting }, roads, heard);
	});
	expect(await letters()).toEqual(['redirected sms', 'redirected email']);
});
