import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf, endOfDay } from '#lib/domain/clock.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { answerTask } from '#lib/server/cases/answer-task.ts';
import { arrangeJoint } from '#lib/server/cases/arrange-joint.ts';
import { assignCase } from '#lib/server/cases/assign.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { liveTasks } from '#lib/server/cases/joint-tasks.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { reportProgress } from '#lib/server/cases/report-progress.ts';
import { designateUnit, returnAssignment } from '#lib/server/cases/return-assignment.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { carrier } from '../../support/carry.ts';
import { openWorld, planning, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const on = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`);
const nothing = async () => 0;

it('story 3: three units work together on a flooded gate, with a promise that is kept', async () => {
	const carry = carrier(world);
	const contact = { name: '周女士', phone: '13800132003', email: '' };
	const filed = on('2026-10-09', '08:40');
	const text = '二号路与青苗巷交叉口一下大雨就积水，打电话两边都说不归自己管，希望给一个明确的日子。';
	const { number, caseId } = await world.aCase({ type: 'complaint', text, identity: 'contact', contact }, filed);
	const version = () => carry.version(number);
	const dispatcher = await world.as('fenpai', on('2026-10-09', '10:00'));
	await acceptCase(dispatcher, number, await version());
	await classifyCase(dispatcher, number, {
		...{ version: await version(), type: 'complaint', class: 'important', categoryCode: '0304', areaId: null },
		reason: '要几个单位一起办，列为重要诉求。'
	});
	const { dueAt } = await world.look(number);
	expect(dueAt).toEqual(endOfDay('2026-11-09'));

	// 退单审核: the dispatcher does not agree, and names the unit
	const to = { version: await version(), unitId: world.unitId(planning), instruction: '牵头现场查看' };
	await assignCase(dispatcher, number, to);
	const back = { version: await version(), reason: '管道归园区，不归我办管。' };
	await returnAssignment(await world.as('chengban', on('2026-10-09', '15:00')), number, back);
	const named = { version: await version(), reason: '路面归你办，由你办牵头。' };
	await designateUnit(await world.as('fenpai', on('2026-10-09', '16:00')), number, named);
	await signCase(await world.as('chengban', on('2026-10-09', '17:00')), number, await version());

	// 会办, 承诺 11-08
	const asked = ['企业服务与劳动保障办公室', '应急与消防管理办公室'].map((unit) => ({
		...{ unitId: world.unitId(unit), task: '10 月 14 日一起到现场查看', dueOn: '2026-10-20' }
	}));
	await arrangeJoint(await world.as('chengban', on('2026-10-12', '09:00')), number, {
		...{ version: await version(), asked, promisedOn: '2026-11-08', promise: '定下谁来修、修好不再积水。' }
	});
	const page = await readResidentCase(world.resident(caseId, on('2026-10-12', '10:00')));
	expect(page.entries.at(-1)?.words.promise).toMatchObject({
		lead: planning,
		units: '企业服务与劳动保障办公室、应急与消防管理办公室',
		promisedOn: '2026-11-08',
		text: '定下谁来修、修好不再积水。'
	});
	for (const [username, index] of [
		['qiye-cb', 0],
		['yingji-cb', 1]
	] as const) {
		const taskId = (await liveTasks(world, caseId))[index]?.id ?? 0;
		const answer = { version: await version(), taskId, text: '雨水井淤堵，管道坡度不够。' };
		await answerTask(await world.as(username, on('2026-10-14', '16:00')), number, answer, nothing);
	}
	for (const [day, words] of [
		['2026-10-15', '10 月 14 日联合查看，雨水井淤堵。'],
		['2026-10-21', '10 月 20 日已清淤 6 口井。']
	] as const) {
		const note = { version: await version(), text: words, next: '更换管道', nextOn: '2026-11-02' };
		await reportProgress(await world.as('chengban', on(day, '10:00')), number, note, nothing);
	}
	await carry.answer(number, caseId, on('2026-11-05', '10:00'));
	const answered = await world.look(number);
	expect(dayOf(answered.answeredAt ?? new Date(0)) <= (answered.promisedOn ?? '')).toBe(true);
	expect(answered.answerDueAt).toEqual(endOfDay('2026-11-09'));
	const rating = { stars: 4, solved: 'solved', tags: ['clear'], words: '' } as const;
	await rateCase(world.resident(caseId, on('2026-11-06', '20:00')), number, rating);

	expect(await world.look(number)).toMatchObject({ state: 'closed', closedAs: 'rated', isDesignated: true });
	expect(await world.kinds(caseId)).toEqual([
		...['case.submitted', 'case.accepted', 'case.classified'],
		...['case.assigned', 'case.return-requested', 'case.designated', 'case.signed'],
		...['case.joint-arranged', 'case.task-given', 'case.task-given', 'case.task-answered', 'case.task-answered'],
		...['case.progress-reported', 'case.progress-reported', 'case.draft-submitted', 'case.answered'],
		...['case.rated', 'case.closed']
	]);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
