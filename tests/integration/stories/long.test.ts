import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf } from '#lib/domain/clock.ts';
import { acceptProposal } from '#lib/server/cases/accept-proposal.ts';
import { answerTask } from '#lib/server/cases/answer-task.ts';
import { arrangeJoint } from '#lib/server/cases/arrange-joint.ts';
import { checkClues } from '#lib/server/cases/check-clues.ts';
import { finishPhase } from '#lib/server/cases/finish-phase.ts';
import { liveTasks } from '#lib/server/cases/joint-tasks.ts';
import { proposeLongTerm } from '#lib/server/cases/propose.ts';
import { listLongTermMatters } from '#lib/server/cases/queries/long-term-list.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { requestExtension } from '#lib/server/cases/request-extension.ts';
import { designateUnit, returnAssignment } from '#lib/server/cases/return-assignment.ts';
import { proposals } from '#lib/server/db/schema/proposals.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { shanghai } from '../../support/clock.ts';
import { desk } from '../../support/desk.ts';
import { openStories } from '../../support/stories.ts';
import { openWorld, planning, service, type World } from '../../support/world.ts';

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
const land = '征地服务工作组';
const business = '企业服务与劳动保障办公室';
const emergency = '应急与消防管理办公室';
const nothing = async () => 0;
type Told = Awaited<ReturnType<typeof stories.file>>;

/** What was asked of another is decided by them. */
const decide = (story: Told, username: string, moment: string, proposalId: number) =>
	story.by(username, moment, (context, number, version) => acceptProposal(context, number, { version, proposalId }));

it('story 3: three units work together on a flooded gate, with a promise that is kept', async () => {
	const story = await stories.file(3);
	expect(await story.stands()).toEqual({ state: 'submitted', owner: 'fenpai', unit: office, due: '2026-10-16' });
	await story.accept('fenpai', '2026-10-09 10:00');
	await story.raise('fenpai', '2026-10-09 10:05', stories.submissionOf(3));
	expect(await story.stands()).toMatchObject({ state: 'accepted', due: '2026-11-09' });
	await story.assign('fenpai', '2026-10-09 10:10', planning);
	// 退单审核: not agreed, and the unit is named for good
	await story.by('chengban', '2026-10-09 15:00', (context, number, version) =>
		returnAssignment(context, number, { version, reason: '管道归园区管，不归我办。' })
	);
	expect(await story.stands()).toEqual({
		...{ state: 'return_requested', owner: 'fenpai', unit: office, due: '2026-11-09' }
	});
	await story.by('fenpai', '2026-10-09 16:00', (context, number, version) =>
		designateUnit(context, number, { version, reason: '路面归你办，由你办牵头，几家一起看现场。' })
	);
	expect(await story.stands()).toMatchObject({ state: 'assigned', unit: planning });
	await story.sign('chengban', '2026-10-09 17:00');
	await story.by('chengban', '2026-10-12 09:00', (context, number, version) =>
		arrangeJoint(context, number, {
			...{ version, promisedOn: '2026-11-08', promise: '定下谁来修、修好后不再积水。' },
			asked: [business, emergency].map((unit) => ({
				...{ unitId: world.unitId(unit), task: '10 月 14 日一起到现场查看', dueOn: '2026-10-20' }
			}))
		})
	);
	const page = await readResidentCase(story.resident('2026-10-12 10:00'));
	expect(page.entries.at(-1)?.words.promise).toMatchObject({
		...{ lead: planning, units: `${business}、${emergency}` },
		...{ promisedOn: '2026-11-08', text: '定下谁来修、修好后不再积水。' }
	});
	for (const [index, username] of ['qiye-cb', 'yingji-cb'].entries())
		await story.by(username, '2026-10-14 16:00', async (context, number, version) => {
			const taskId = (await liveTasks(world, story.caseId))[index]?.id ?? 0;
			return answerTask(context, number, { version, taskId, text: '雨水井淤堵，管道坡度不够。' }, nothing);
		});
	await story.progress('chengban', '2026-10-15 10:00', '10 月 14 日联合查看，雨水井淤堵。', '2026-10-20');
	await story.progress('chengban', '2026-10-21 10:00', '10 月 20 日已清淤 6 口井。', '2026-11-02');
	const told = ['2026-11-04 17:00', '2026-11-05 09:00'] as const;
	await story.answer(['chengban', 'shenhe'], told, stories.sample(3).reply);
	expect(await story.stands()).toMatchObject({ state: 'answered', due: '2026-11-20' });
	const answered = await world.look(story.number);
	expect(dayOf(answered.answeredAt ?? new Date(0)) <= (answered.promisedOn ?? '')).toBe(true);
	expect(answered).toMatchObject({
		...{ isDesignated: true, answerDueAt: shanghai('2026-11-09 24:00'), firstDueAt: shanghai('2026-10-16 24:00') }
	});
	await story.rate('2026-11-06 20:00', 4);
	expect(await story.stands()).toMatchObject({ state: 'closed', due: null });
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.classified'],
		...['case.assigned', 'case.return-requested', 'case.designated', 'case.signed'],
		...['case.joint-arranged', 'case.task-given', 'case.task-given', 'case.task-answered', 'case.task-answered'],
		...['case.progress-reported', 'case.progress-reported', 'case.draft-submitted', 'case.answered'],
		...['case.rated', 'case.closed']
	]);
});

it('story 4: the water of 柳坡组 is on the list with its next notice, and never counts as closed', async () => {
	const story = await stories.file(4);
	expect(await story.stands()).toMatchObject({ state: 'submitted', due: '2026-08-19' });
	await story.accept('fenpai', '2026-08-12 11:00');
	await story.raise('fenpai', '2026-08-12 11:05', stories.submissionOf(4));
	await story.assign('fenpai', '2026-08-12 11:10', service);
	await story.sign('bianmin-cb', '2026-08-12 15:00');
	expect(await story.stands()).toEqual({ state: 'processing', owner: 'bianmin-cb', unit: service, due: '2026-09-12' });
	const { id } = await story.by('bianmin-cb', '2026-08-14 09:00', (context, number, version) =>
		proposeLongTerm(context, number, {
			...{ version, reason: '坡上比水池高，需要增建加压泵房，三个月内办不完。', cycleDays: 30 },
			phases: [
				{ text: '每天送水两次', dueOn: '2026-08-31' },
				{ text: '完成泵房设计', dueOn: '2026-10-31' },
				{ text: '开工建泵房', dueOn: '2027-03-31' },
				{ text: '泵房通水', dueOn: '2027-06-30' }
			]
		})
	);
	await decide(story, 'fenguan', '2026-08-14 16:00', id);
	expect(await story.stands()).toEqual({ state: 'long_term', owner: 'bianmin-cb', unit: service, due: '2026-08-31' });
	const finish = (moment: string, text: string) =>
		story.by('bianmin-cb', moment, (context, number, version) => finishPhase(context, number, { version, text }));
	await finish('2026-08-15 08:00', '送水车今天起每天来两次。');
	expect(await story.stands()).toMatchObject({ due: '2026-10-31' });
	// every thirty days something is told
	await story.progress('bianmin-cb', '2026-09-14 09:00', '设计单位到坡上量过地形。', '2026-10-14');
	await story.progress('bianmin-cb', '2026-10-14 09:00', '设计初稿出来了，正在改。', '2026-10-28');
	await finish('2026-10-28 17:00', '泵房设计已经定稿，在村公示栏贴了图。');
	await story.until('2026-11-27 23:59');
	expect(await story.stands()).toEqual({ state: 'long_term', owner: 'bianmin-cb', unit: service, due: '2027-03-31' });
	expect(await world.look(story.number)).toMatchObject({
		...{ closedAt: null, closedAs: null, answeredAt: null, noticeDueAt: shanghai('2026-11-27 24:00') },
		firstDueAt: shanghai('2026-08-19 24:00')
	});
	const { matters } = await listLongTermMatters(world.stranger(shanghai('2026-11-03 12:00')), 1);
	expect(matters).toHaveLength(1);
	expect(matters[0]).toMatchObject({ category: '停水水压', noticeDueAt: shanghai('2026-11-27 24:00') });
	expect(matters[0]?.phases.map(({ doneAt }) => doneAt !== null)).toEqual([true, true, false, false]);
	const found = (state: 'closed' | 'long_term') =>
		desk(world).list('bianmin-cb', { state }, shanghai('2026-11-27 12:00'));
	expect(await found('closed')).toEqual([]);
	expect(await found('long_term')).toEqual([story.number]);
	const kinds = [
		...['case.submitted', 'case.accepted', 'case.classified', 'case.assigned', 'case.signed'],
		...['case.proposed', 'case.listed-long-term', 'case.phase-finished'],
		...['case.progress-reported', 'case.progress-reported', 'case.phase-finished']
	];
	expect(await story.kinds()).toEqual(kinds);
	// 「每 30 天」 is a promise: a day later without a word it is owed
	await story.until('2026-11-28 00:00');
	expect(await story.kinds()).toEqual([...kinds, 'case.notice-owed']);
});

it('story 5: the extension to 31 October is told on 9 October, before the old due of 10 October', async () => {
	const story = await stories.file(5);
	expect(await story.stands()).toMatchObject({ state: 'submitted', due: '2026-09-17' });
	await story.accept('fenpai', '2026-09-10 16:30');
	await story.raise('fenpai', '2026-09-10 16:35', stories.submissionOf(5));
	await story.by('fenpai', '2026-09-10 16:45', (context, number, version) => {
		const text = '园区征用的菜地，青苗补偿清单上少写了靠沟边的一小块，请核实后补上。';
		return checkClues(context, number, { version, title: '青苗补偿少一块地', text, place: '', releasedIds: [] });
	});
	await story.assign('fenpai', '2026-09-10 17:00', land);
	await story.sign('zhengdi-cb', '2026-09-11 09:00');
	expect(await story.stands()).toEqual({ state: 'processing', owner: 'zhengdi-cb', unit: land, due: '2026-10-10' });
	await story.progress('zhengdi-cb', '2026-09-16 10:00', '清单和测量图已经调出来核对。', '2026-09-30');
	await story.progress('zhengdi-cb', '2026-09-30 10:00', '联系了测绘单位，等排期复测。', '2026-10-15');
	const { id } = await story.by('zhengdi-cb', '2026-10-09 10:00', (context, number, version) =>
		requestExtension(context, number, {
			...{ version, newDueOn: '2026-10-31' },
			reason: '复测要等测绘单位排期，最早 10 月 22 日能到现场。',
			progress: '已经核对清单和原来的测量图，联系好了测绘单位。'
		})
	);
	// effective only when the notice is published
	expect(await story.stands()).toMatchObject({ state: 'extension_pending', due: '2026-10-10' });
	await decide(story, 'zhengdi-fz', '2026-10-09 17:00', id);
	expect(await story.stands()).toEqual({ state: 'processing', owner: 'zhengdi-cb', unit: land, due: '2026-10-31' });
	const oldDue = shanghai('2026-10-10 24:00');
	const page = await readResidentCase(story.resident('2026-10-09 18:00'));
	expect(page.entries.at(-1)).toMatchObject({ kind: 'case.extended', at: shanghai('2026-10-09 17:00') });
	expect((page.entries.at(-1)?.at ?? oldDue) < oldDue).toBe(true);
	const told = ['2026-10-30 15:00', '2026-10-30 16:00'] as const;
	await story.progress('zhengdi-cb', '2026-10-22 17:00', '今天复测过，确有一块没有列入清单。', '2026-10-30');
	await story.answer(['zhengdi-cb', 'zhengdi-fz'], told, stories.sample(5).reply);
	await story.rate('2026-11-01 09:00', 5);
	expect(await world.look(story.number)).toMatchObject({
		...{ state: 'closed', closedAs: 'rated', extensions: 1, identity: 'confidential' },
		...{ answerDueAt: shanghai('2026-10-31 24:00'), firstDueAt: shanghai('2026-09-17 24:00') }
	});
	const granted = and(eq(proposals.caseId, story.caseId), eq(proposals.state, 'accepted'));
	expect(await world.db.select().from(proposals).where(granted)).toMatchObject([
		{ oldDueAt: oldDue, newDueAt: shanghai('2026-10-31 24:00'), decidedAt: shanghai('2026-10-09 17:00') }
	]);
	expect(await story.kinds()).toEqual([
		...['case.submitted', 'case.accepted', 'case.classified', 'case.clues-checked', 'case.assigned', 'case.signed'],
		...['case.progress-reported', 'case.progress-reported', 'case.proposed', 'case.extended'],
		...['case.progress-reported', 'case.draft-submitted', 'case.answered', 'case.rated', 'case.closed']
	]);
});
