import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { jointTasks } from '../db/schema/joint-tasks.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { findTask } from './joint-tasks.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * The lead unit takes a task back, with a reason; from the commit on the assisting unit no longer finds the case. What
 * was promised to the resident stands. Throws `case.task-gone`.
 */
export function endTask(
	context: Context,
	number: CaseNumber,
	{ version, taskId, reason }: { version: number; taskId: number; reason: string }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'end-task', subject);
		const { unitId } = await findTask(context, subject.id, taskId);
		await advance(context, subject, 'end-task');
		await context.db.update(jointTasks).set({ endedAt: context.now }).where(eq(jointTasks.id, taskId));
		await record(context, caseStream(subject.id), 'case.task-ended', {
			taskId,
			unitId,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
	});
}
