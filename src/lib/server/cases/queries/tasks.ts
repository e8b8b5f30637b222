import { and, asc, eq, inArray, isNull, lte, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as v from 'valibot';
import { mayAnswerFor, type StaffActor } from '../../../domain/permissions.ts';
import type { Context } from '../../context.ts';
import { jointTasks } from '../../db/schema/joint-tasks.ts';
import { staff } from '../../db/schema/staff.ts';
import { texts } from '../../db/schema/texts.ts';
import { units } from '../../db/schema/units.ts';

const asked = alias(texts, 'asked');
const answered = alias(texts, 'answered');
const wordsSchema = v.object({ text: v.string() });

/** 会办: what the units were asked for, until when, and what they answered; those taken back are in the timeline. */
export async function listTasks({ db, actor }: Context<StaffActor>, caseId: number) {
	const rows = await db
		.select({
			id: jointTasks.id,
			unitId: jointTasks.unitId,
			unit: units.name,
			task: asked.body,
			dueAt: jointTasks.dueAt,
			answeredAt: jointTasks.answeredAt,
			answeredBy: staff.name,
			answer: answered.body
		})
		.from(jointTasks)
		.innerJoin(units, eq(units.id, jointTasks.unitId))
		.leftJoin(asked, eq(asked.id, jointTasks.textId))
		.leftJoin(answered, eq(answered.id, jointTasks.answerTextId))
		.leftJoin(staff, eq(staff.id, jointTasks.answeredById))
		.where(and(eq(jointTasks.caseId, caseId), isNull(jointTasks.endedAt)))
		.orderBy(asc(jointTasks.id))
		.limit(100);
	return rows.map(({ task, answer, unitId, ...row }) => ({
		...row,
		task: wordsOf(task),
		answer: wordsOf(answer),
		isOwn: mayAnswerFor(actor, unitId)
	}));
}

function wordsOf(body: string | null): string {
	return body ? v.parse(wordsSchema, JSON.parse(body)).text : '';
}

/** Cases by the tasks that somebody still owes: of these units, or of all; by now, or at any time. */
export function owedTasks(
	db: Context['db'],
	{ unitIds, overdueAt }: { unitIds?: readonly number[]; overdueAt?: Date }
) {
	return db
		.select({ id: jointTasks.caseId })
		.from(jointTasks)
		.where(
			and(
				isNull(jointTasks.endedAt),
				isNull(jointTasks.answeredAt),
				unitIds && inArray(jointTasks.unitId, [...unitIds]),
				overdueAt && lte(jointTasks.dueAt, overdueAt)
			)
		);
}

/** Until when the units' task of the case in the outer query is owed. */
export function taskDue(caseId: SQL, unitIds: readonly number[]): SQL<string | null> {
	return sql`(
		select min(due_at) from joint_tasks
		where case_id = ${caseId} and ${inArray(jointTasks.unitId, [...unitIds])} and ended_at is null and answered_at is null)`;
}

/** The units whose tasks are a person's to answer: their own, and for a head those below. */
export function unitsToAnswerFor({ roles, unitId, unitIds }: StaffActor): readonly number[] {
	return roles.includes('head') ? unitIds : [unitId];
}
