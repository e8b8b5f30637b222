import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { addNote } from '#lib/server/cases/add-note.ts';
import { answerTask } from '#lib/server/cases/answer-task.ts';
import { type Arrangement, arrangeJoint } from '#lib/server/cases/arrange-joint.ts';
import { makeConfidential } from '#lib/server/cases/change-contact.ts';
import { findLiveDraft, submitDraft } from '#lib/server/cases/draft-answer.ts';
import { endTask } from '#lib/server/cases/end-task.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { logContact } from '#lib/server/cases/log-contact.ts';
import { publishAnswer } from '#lib/server/cases/publish-answer.ts';
import { countQueues, listQueue, type View } from '#lib/server/cases/queries/queue.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { jointTasks } from '#lib/server/db/schema/joint-tasks.ts';
import { units } from '#lib/server/db/schema/units.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { badRating, carrier, checkedMatter } from '../../support/carry.ts';
import { goodParts } from '../../support/good-answer.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const emergency = '应急与消防管理办公室';
const promise = '积水的原因查清楚，能修的当天修好。';
const nothing = async () => 0;
const contact = { name: '林女士', phone: '13800138000', email: '' };

const ask = (unit: string, task = '查一查管道归谁管', dueOn = '2026-11-06') => ({
	unitId: world.unitId(unit),
	task,
	dueOn
});
const arrange = async (
	number: CaseNumber,
	changes: Partial<Arrangement> = {},
	{ username = 'chengban', at = hours(3) } = {}
) =>
	arrangeJoint(await world.as(username, at), number, {
		version: await carry.version(number),
		asked: [ask(service)],
		promisedOn: '2026-11-08',
		promise,
		...changes
	});
const taskOf = async (caseId: number, unit = service) => {
	const rows = await world.db.select().from(jointTasks).where(eq(jointTasks.caseId, caseId));
	return rows.findLast(({ unitId }) => unitId === world.unitId(unit))?.id ?? 0;
};
const answer = async (number: CaseNumber, taskId: number, username = 'bianmin-cb', at = hours(5)) =>
	answerTask(
		await world.as(username, at),
		number,
		{ version: await carry.version(number), taskId, text: '管道归园区，已通知他们清淤。' },
		nothing
	);
const draft = async (number: CaseNumber, at = hours(6)) =>
	submitDraft(
		await world.as('chengban', at),
		number,
		{
			version: await carry.version(number),
			result: 'explained',
			parts: goodParts,
			officeNumbers: ['0000-8600133']
		},
		nothing
	);
const finds = async (username: string, number: CaseNumber, at = hours(5)) =>
	findStaffCase(await world.as(username, at), number).then(
		() => true,
		() => false
	);
const inView = async (username: string, view: View, at = hours(5)) => {
	const filter = { view, query: '', state: null, category: null, areaId: null, channel: null, after: null };
	return (await listQueue(await world.as(username, at), filter)).rows;
};

describe('会办', () => {
	it('acceptance A-3: is not arranged without a promised day, nor with one after the due day', async () => {
		const { number, caseId } = await carry.processing();
		const { dueAt } = await world.look(number);
		expect(dueAt).toEqual(new Date('2026-11-11T00:00:00+08:00'));
		expect(await refusalOf(arrange(number, { promisedOn: '2026-11-11' }))).toBe('case.promise-beyond-due');
		expect(await refusalOf(arrange(number, { promisedOn: '2026-11-02' }))).toBe('case.promise-beyond-due');
		expect(await refusalOf(arrange(number, { promisedOn: '' }))).toBe('case.promise-beyond-due');
		expect(await refusalOf(arrange(number, { asked: [] }))).toBe('case.nobody-asked');
		const late = { asked: [ask(service, '查一查', '2026-11-09')], promisedOn: '2026-11-08' };
		expect(await refusalOf(arrange(number, late))).toBe('case.task-beyond-promise');
		expect(await world.look(number)).toMatchObject({ promisedOn: null });
		// to the last minute of the day that is due
		const minute = { username: 'chengban', at: new Date('2026-11-10T23:59:00+08:00') };
		const today = { asked: [ask(service, '查一查', '2026-11-10')], promisedOn: '2026-11-10' };
		expect(await refusalOf(arrange(number, today, { ...minute, at: new Date('2026-11-11T00:00:00+08:00') }))).toBe(
			'case.promise-beyond-due'
		);
		await arrange(number, today, minute);
		expect(await world.look(number)).toMatchObject({ promisedOn: '2026-11-10', state: 'processing', dueAt });
		expect((await world.kinds(caseId)).slice(-2)).toEqual(['case.joint-arranged', 'case.task-given']);
	});

	it('names the lead, asks each unit for its part, and tells the resident word for word', async () => {
		const { number, caseId } = await carry.processing();
		const [serviceId, emergencyId] = [world.unitId(service), world.unitId(emergency)];
		const before = await world.look(number);
		const events = await recorded(world, caseStream(caseId), () =>
			arrange(number, { asked: [ask(service), ask(emergency, '看看有没有触电的危险', '2026-11-05')] })
		);
		const by = await world.staffId('chengban');
		const dueAt = new Date('2026-11-07T00:00:00+08:00').toISOString();
		expect(events).toMatchObject([
			{ kind: 'case.joint-arranged', by, data: { unitIds: [serviceId, emergencyId], promisedOn: '2026-11-08' } },
			{ kind: 'case.task-given', by, data: { unitId: serviceId, dueAt } },
			{ kind: 'case.task-given', by, data: { unitId: emergencyId } }
		]);
		const after = await world.look(number);
		expect(after).toMatchObject({ ownerId: before.ownerId, unitId: before.unitId, version: before.version });
		// the resident was told something: the next notice is owed a week from now
		expect(after.noticeDueAt).toEqual(new Date('2026-11-11T00:00:00+08:00'));

		const { entries } = await readResidentCase(world.resident(caseId, hours(4)));
		const told = entries.find(({ kind }) => kind === 'case.joint-arranged');
		expect(told?.words.promise).toEqual({
			units: `${service}、${emergency}`,
			lead: planning,
			promisedOn: '2026-11-08',
			text: promise
		});
		expect(JSON.stringify(entries)).not.toContain('触电的危险');
	});

	it('asks no unit twice at once, not its own, none that is excluded or unknown', async () => {
		const { number } = await carry.processing();
		await excludeFromCase(await world.as('fenpai', hours(3)), number, {
			version: await carry.version(number),
			excluded: { unitId: world.unitId('卫生院'), staffId: null }
		});
		const [closed] = await world.db.insert(units).values({ name: '撤销的单位', isActive: false }).returning();
		expect(await refusalOf(arrange(number, { asked: [ask(planning)] }))).toBe('case.same-unit-as-now');
		expect(await refusalOf(arrange(number, { asked: [ask('卫生院')] }))).toBe('case.excluded-unit');
		expect(await refusalOf(arrange(number, { asked: [ask(service), ask(service)] }))).toBe('case.has-task');
		for (const unitId of [closed?.id ?? 0, 999_999])
			expect(await refusalOf(arrange(number, { asked: [{ ...ask(service), unitId }] }))).toBe('unit.not-found');
		expect(await finds('bianmin-cb', number)).toBe(false);
		await arrange(number);
		expect(await refusalOf(arrange(number))).toBe('case.has-task');
	});

	it('may ask more units later, and move the promise within the due', async () => {
		const { number, caseId } = await carry.processing();
		await arrange(number);
		const events = await recorded(world, caseStream(caseId), async () => {
			await arrange(number, { asked: [ask(emergency)] }, { username: 'shenhe', at: hours(4) });
			await arrange(number, { asked: [], promisedOn: '2026-11-10' }, { username: 'chengban', at: days(2) });
			expect(await refusalOf(arrange(number, { asked: [], promisedOn: '2026-11-12' }))).toBe('case.promise-beyond-due');
		});
		const unitIds = [world.unitId(service), world.unitId(emergency)];
		expect(events).toMatchObject([
			{ kind: 'case.joint-arranged', data: { unitIds, promisedOn: '2026-11-08' } },
			{ kind: 'case.task-given' },
			{ kind: 'case.joint-arranged', data: { unitIds, promisedOn: '2026-11-10' } }
		]);
		expect(await world.look(number)).toMatchObject({ promisedOn: '2026-11-10' });
	});

	it('is the lead unit’s, and before somebody signed the dispatcher’s too', async () => {
		const { number } = await carry.processing();
		expect(await refusalOf(arrange(number, {}, { username: 'fenpai', at: hours(3) }))).toBe('case.not-yours');
		expect(await refusalOf(arrange(number, {}, { username: 'chengban2', at: hours(3) }))).toBe('case.not-yours');
		expect(await refusalOf(arrange(number, {}, { username: 'bianmin-fz', at: hours(3) }))).toBe('case.not-found');
		const young = await carry.assigned();
		await arrange(young.number, {}, { username: 'fenpai', at: hours(2) });
		expect(await world.look(young.number)).toMatchObject({ state: 'assigned', promisedOn: '2026-11-08' });
		const filed = await world.aCase();
		const early = arrange(filed.number, {}, { username: 'fenpai', at: hours(2) });
		expect(await refusalOf(early)).toBe('case.not-in-this-state');
	});

	it('of two who ask the same unit at once one does, and one is told', async () => {
		const { number, caseId } = await carry.processing();
		const both = await Promise.allSettled([arrange(number), arrange(number, {}, { username: 'shenhe', at: hours(3) })]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await world.kinds(caseId)).filter((kind) => kind === 'case.task-given')).toHaveLength(1);
	});
});

describe('an assisting unit', () => {
	it('finds the case while it has a task, in its own list with the day of the task, and may do nothing but answer', async () => {
		const { number, caseId } = await carry.processing({ identity: 'contact', contact, wantsCall: true });
		const count = async (username: string) => (await countQueues(await world.as(username, hours(5)))).assist ?? 0;
		const had = await count('bianmin-cb');
		await arrange(number);
		for (const username of ['bianmin-cb', 'bianmin-fz']) {
			const one = await findStaffCase(await world.as(username, hours(5)), number);
			expect(one.can).toEqual(['answer-task']);
			expect(one.tasks).toMatchObject([{ task: '查一查管道归谁管', isOwn: true, answeredAt: null }]);
			expect(one.matter?.text).toContain('路灯');
		}
		const row = (await inView('bianmin-cb', 'assist')).find((row) => row.number === number);
		expect(row).toMatchObject({ taskDueAt: new Date('2026-11-07T00:00:00+08:00') });
		expect(await count('bianmin-cb')).toBe(had + 1);
		expect(await count('chengban')).toBe(0);
		expect(await finds('yingji-cb', number)).toBe(false);

		const as = await world.as('bianmin-fz', hours(5));
		const version = await carry.version(number);
		const progress = { version, text: '看过现场。', next: '处理', nextOn: '2026-11-08' };
		for (const refused of [
			() => reportProgress(as, number, progress, nothing),
			() => addNote(as, number, { version, text: '备注' }),
			() => logContact(as, number, { version, outcome: 'reached', words: '' }),
			() => revealContact(as, number, { reason: 'ask-details', words: '核实情况' }),
			() => endTask(as, number, { version, taskId: 1, reason: '不办' }),
			() => arrange(number, { asked: [ask(emergency)] }, { username: 'bianmin-fz', at: hours(5) })
		])
			expect(await refusalOf(refused())).toBe('case.not-yours');

		await answer(number, await taskOf(caseId));
		expect(await count('bianmin-cb')).toBe(had);
		// what was answered can still be read, while the others go on
		expect((await findStaffCase(as, number)).can).toEqual([]);
	});

	it('learns nothing of contact, notes and ratings', async () => {
		const { number, caseId } = await carry.answered({ identity: 'contact', contact, wantsCall: true });
		await logContact(await world.as('chengban', hours(21)), number, {
			version: await carry.version(number),
			outcome: 'reached',
			words: '对方说下午在家'
		});
		await rateCase(world.resident(caseId, hours(30)), number, { ...badRating, words: '等于没修' });
		await addNote(await world.as('shenhe', hours(31)), number, {
			version: await carry.version(number),
			text: '换人再看'
		});
		await arrange(number, { promisedOn: '2026-11-15' }, { username: 'shenhe', at: hours(32) });
		for (const username of ['bianmin-cb', 'bianmin-fz']) {
			const one = await findStaffCase(await world.as(username, hours(33)), number);
			expect(one).toMatchObject({ hasContact: false, hours: null, wantsCall: false, mayReveal: false, duties: [] });
			const kinds = one.timeline.map(({ kind }) => kind);
			expect(kinds).toContain('case.answered');
			for (const kind of ['case.rated', 'case.contact-logged', 'case.note-added', 'case.draft-submitted'])
				expect(kinds).not.toContain(kind);
			expect(JSON.stringify(one)).not.toMatch(/下午在家|等于没修|换人再看/);
		}
		// the unit that handles it reads all of that
		const head = await findStaffCase(await world.as('shenhe', hours(33)), number);
		expect(JSON.stringify(head)).toMatch(/换人再看/);
		expect(head.timeline.map(({ kind }) => kind)).toContain('case.rated');
	});

	it('of a confidential case gets the checked text alone', async () => {
		const words = '我家三号院门口的路灯坏了';
		const { number } = await carry.processing({ identity: 'confidential', contact, text: words });
		await arrange(number);
		const one = await findStaffCase(await world.as('bianmin-fz', hours(5)), number);
		expect(one).toMatchObject({ title: checkedMatter.title, isOriginal: false, hasContact: false });
		expect(JSON.stringify(one)).not.toContain('三号院');

		// not before the text was checked
		const later = await carry.processing({ identity: 'contact', contact });
		await makeConfidential(world.resident(later.caseId, hours(3)), later.number);
		expect(await refusalOf(arrange(later.number, {}, { username: 'chengban', at: hours(4) }))).toBe(
			'case.has-no-checked-text'
		);
	});

	it('answers once; the lead reads it, the resident does not', async () => {
		const { number, caseId } = await carry.processing();
		await arrange(number, { asked: [ask(service), ask(emergency)] });
		const taskId = await taskOf(caseId);
		for (const username of ['yingji-cb', 'chengban', 'shenhe'])
			expect(await refusalOf(answer(number, taskId, username))).toBe('case.not-yours');
		expect(await refusalOf(answer(number, taskId, 'fenpai'))).toBe('case.not-yours');
		expect(await refusalOf(answer(number, taskId, 'nongye-cb'))).toBe('case.not-found');
		const events = await recorded(world, caseStream(caseId), () => answer(number, taskId));
		const [by, unitId] = [await world.staffId('bianmin-cb'), world.unitId(service)];
		expect(events).toMatchObject([{ kind: 'case.task-answered', by, data: { taskId, unitId } }]);
		expect(await refusalOf(answer(number, taskId))).toBe('case.task-gone');
		const { tasks, timeline } = await findStaffCase(await world.as('chengban', hours(6)), number);
		expect(tasks).toMatchObject([
			{ unit: service, answer: '管道归园区，已通知他们清淤。', answeredBy: '龚亮', answeredAt: hours(5) },
			{ unit: emergency, answer: '', answeredAt: null }
		]);
		// it stands in the story, and is not taken for the answer to the resident
		expect(timeline.at(-1)).toMatchObject({ kind: 'case.task-answered', unit: service });
		expect(timeline.at(-1)?.words.reply?.text).toContain('清淤');
		expect(timeline.some(({ words }) => words.answer)).toBe(false);
		const { entries } = await readResidentCase(world.resident(caseId, hours(6)));
		expect(JSON.stringify(entries)).not.toContain('清淤');
		// who has more to say is asked again
		await arrange(number, { asked: [ask(service, '再查一查雨水井')] }, { username: 'chengban', at: hours(7) });
		await answer(number, await taskOf(caseId), 'bianmin-fz', hours(8));
	});

	it('finds nothing any more once the task was taken back', async () => {
		const { number, caseId } = await carry.processing();
		await arrange(number);
		const taskId = await taskOf(caseId);
		const take = async (username: string) =>
			endTask(await world.as(username, hours(5)), number, {
				version: await carry.version(number),
				taskId,
				reason: '不用查了'
			});
		expect(await refusalOf(take('fenpai'))).toBe('case.not-yours');
		const events = await recorded(world, caseStream(caseId), () => take('chengban'));
		expect(events).toMatchObject([{ kind: 'case.task-ended', data: { taskId, unitId: world.unitId(service) } }]);
		for (const username of ['bianmin-cb', 'bianmin-fz']) expect(await finds(username, number)).toBe(false);
		expect(await refusalOf(answer(number, taskId))).toBe('case.not-found');
		expect(await refusalOf(take('chengban'))).toBe('case.task-gone');
		expect((await inView('bianmin-cb', 'assist')).map((row) => row.number)).not.toContain(number);
	});
});

describe('the answer', () => {
	it('waits until every assisting unit has answered or is not asked any more', async () => {
		const { number, caseId } = await carry.processing();
		await arrange(number, { asked: [ask(service), ask(emergency)] });
		const refusal = await draft(number).catch((fault: unknown) => fault);
		expect(refusal).toMatchObject({ key: 'case.tasks-open', details: { units: `${service}、${emergency}` } });
		await answer(number, await taskOf(caseId));
		expect(await draft(number).catch((fault: unknown) => fault)).toMatchObject({ details: { units: emergency } });
		await endTask(await world.as('shenhe', hours(6)), number, {
			version: await carry.version(number),
			taskId: await taskOf(caseId, emergency),
			reason: '不用查了'
		});
		await draft(number, hours(7));
		expect(await world.look(number)).toMatchObject({ state: 'review' });
		// published: nobody is asked any more
		expect(await finds('bianmin-cb', number, hours(7))).toBe(true);
		const live = await findLiveDraft(world.system(), caseId);
		await publishAnswer(await world.as('shenhe', hours(8)), number, {
			version: await carry.version(number),
			draftId: live?.id ?? 0
		});
		expect(await finds('bianmin-cb', number, hours(9))).toBe(false);
	});

	it('is not needed where the resident withdraws: the tasks end with the case', async () => {
		const { number, caseId } = await carry.processing();
		await arrange(number);
		await withdrawCase(world.resident(caseId, hours(5)), number, { reason: '' });
		expect(await finds('bianmin-cb', number, hours(6))).toBe(false);
		const rows = await world.db.select().from(jointTasks).where(eq(jointTasks.caseId, caseId));
		expect(rows).toMatchObject([{ endedAt: hours(5), answeredAt: null }]);
	});
});

it('a task that is overdue is on the supervisor’s list from its minute on', async () => {
	const { number, caseId } = await carry.processing();
	await arrange(number);
	const due = new Date('2026-11-07T00:00:00+08:00');
	const watched = async (at: Date) => (await inView('duban', 'watch', at)).map((row) => row.number);
	expect(await watched(new Date(due.getTime() - 60_000))).not.toContain(number);
	expect(await watched(due)).toContain(number);
	await answer(number, await taskOf(caseId), 'bianmin-cb', due);
	expect(await watched(due)).not.toContain(number);
});
