import { addDays, dayOf, lastDayOf } from '../../domain/clock.ts';
import type { CaseNumber } from '../../domain/case-number.ts';
import { answerTask } from '../cases/answer-task.ts';
import { arrangeJoint } from '../cases/arrange-joint.ts';
import { liveTasks } from '../cases/joint-tasks.ts';
import { designateUnit, returnAssignment } from '../cases/return-assignment.ts';
import { handlerOf } from './ordinary-cases.ts';
import type { Teller } from './tell.ts';

type Told = { caseId: number; number: CaseNumber };
const hour = 3_600_000;
const nothing = async () => 0;

/** 退单审核: the unit gives the case back, the dispatcher does not agree and names it (指定承办). */
export async function tellDesignation(teller: Teller, { caseId, number }: Told, handler: string, at: Date) {
	const back = { version: (await teller.find(caseId)).version, reason: '管道归园区管,不归我办。' };
	await returnAssignment(await teller.as(handler, at), number, back);
	const { version, ownerId } = await teller.find(caseId);
	const named = { version, reason: '路面归你办,由你办牵头,几家一起看现场。' };
	await designateUnit(await teller.asId(ownerId, new Date(at.getTime() + hour)), number, named);
}

/** 会办: the lead asks the units of the story and promises the resident the day before the due. */
export async function tellJoint(teller: Teller, told: Told, unitNames: readonly string[], at: Date) {
	const { caseId, number } = told;
	const { version, ownerId, dueAt, firstDueAt } = await teller.find(caseId);
	const asked = unitNames.map((name) => ({
		unitId: teller.unitId(name),
		task: '到现场看积水从哪里来,管道和路面归谁管,各自能做什么。',
		dueOn: addDays(dayOf(at), 5)
	}));
	const promise = {
		promisedOn: addDays(lastDayOf(dueAt ?? firstDueAt), -1),
		promise: '定下谁牵头、谁来修,修好后下大雨不再积水。'
	};
	await arrangeJoint(await teller.asId(ownerId, at), number, { version, asked, ...promise });
	for (const [index, { id, unit }] of (await liveTasks(teller.house, caseId)).entries()) {
		const answeredAt = new Date(at.getTime() + (index + 1) * 8 * hour);
		const answer = { version, taskId: id, text: '看过现场:雨水井淤堵,管道坡度不够,清淤和换管我们配合。' };
		await answerTask(await teller.as(handlerOf(unit, 0), answeredAt), number, answer, nothing);
	}
}
