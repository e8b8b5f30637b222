import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { mayAnswerFor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { jointTasks } from '../db/schema/joint-tasks.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { findTask } from './joint-tasks.ts';
import type { Attach } from './supply-info.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * An assisting unit answers its task; the lead unit reads it on the case page, the resident does not. Once: who has
 * more to say is asked again. Throws `case.task-gone`, `case.not-yours`.
 */
export function answerTask(
	context: Context,
	number: CaseNumber,
	{ version, taskId, text }: { version: number; taskId: number; text: string },
	attach: Attach
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'answer-task', subject);
		const { actor, db, now } = context;
		const task = await findTask(context, subject.id, taskId);
		if (actor.kind !== 'staff' || !mayAnswerFor(actor, task.unitId)) throw new Refusal('case.not-yours');
		if (task.answeredAt) throw new Refusal('case.task-gone');
		await advance(context, subject, 'answer-task');
		const reply = await writeText(context, subject.id, 'task-answer', { text });
		await attach(context, subject.id, reply.textId);
		await db
			.update(jointTasks)
			.set({ answerTextId: reply.textId, answeredAt: now, answeredById: actor.id })
			.where(eq(jointTasks.id, task.id));
		await record(context, caseStream(subject.id), 'case.task-answered', { taskId, unitId: task.unitId, reply });
	});
}
