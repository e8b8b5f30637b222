import { and, asc, eq, isNull } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { jointTasks } from '../db/schema/joint-tasks.ts';
import { units } from '../db/schema/units.ts';

export type JointTask = typeof jointTasks.$inferSelect;

/** The tasks of a case that were not taken back, with their units' names, in the order they were given. */
export function liveTasks({ db }: Pick<Context, 'db'>, caseId: number) {
	return db
		.select({ id: jointTasks.id, unitId: jointTasks.unitId, unit: units.name, answeredAt: jointTasks.answeredAt })
		.from(jointTasks)
		.innerJoin(units, eq(units.id, jointTasks.unitId))
		.where(and(eq(jointTasks.caseId, caseId), isNull(jointTasks.endedAt)))
		.orderBy(asc(jointTasks.id))
		.limit(100);
}

/** One of them. Throws `case.task-gone` when it was taken back, or is of another case. */
export async function findTask({ db }: Pick<Context, 'db'>, caseId: number, taskId: number): Promise<JointTask> {
	const [task] = await db
		.select()
		.from(jointTasks)
		.where(and(eq(jointTasks.id, taskId), eq(jointTasks.caseId, caseId), isNull(jointTasks.endedAt)))
		.limit(1);
	if (!task) throw new Refusal('case.task-gone');
	return task;
}

/** An answer waits until every assisting unit has said its part. Throws `case.tasks-open`, which names the units. */
export async function assertTasksAnswered(context: Context, caseId: number): Promise<void> {
	const open = (await liveTasks(context, caseId)).filter(({ answeredAt }) => answeredAt === null);
	if (open.length > 0) throw new Refusal('case.tasks-open', { units: open.map(({ unit }) => unit).join('、') });
}

/** Nobody is asked any more: all tasks of a case, or those of the unit that now leads it. */
export async function endTasks({ db, now }: Context, caseId: number, unitId: number | null = null): Promise<void> {
	await db
		.update(jointTasks)
		.set({ endedAt: now })
		.where(
			and(
				eq(jointTasks.caseId, caseId),
				isNull(jointTasks.endedAt),
				unitId === null ? undefined : eq(jointTasks.unitId, unitId)
			)
		);
}
