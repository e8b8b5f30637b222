import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });

/** 会办: what an assisting unit (协办单位) is asked for, and what it answered. One live task a unit and case. */
export const jointTasks = pgTable(
	'joint_tasks',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: id()
			.notNull()
			.references(() => cases.id),
		unitId: id()
			.notNull()
			.references(() => units.id),
		/** What is asked (kind `task`), and the unit's answer (kind `task-answer`). */
		textId: id().notNull(),
		answerTextId: id(),
		givenAt: instant().notNull(),
		dueAt: instant().notNull(),
		answeredAt: instant(),
		answeredById: id().references(() => staff.id),
		/** Taken back: the unit no longer finds the case. */
		endedAt: instant()
	},
	(table) => [
		index().on(table.caseId, table.id),
		uniqueIndex('one_live_task')
			.on(table.caseId, table.unitId)
			.where(sql`${table.endedAt} is null`),
		index()
			.on(table.unitId, table.dueAt)
			.where(sql`${table.endedAt} is null and ${table.answeredAt} is null`)
	]
);
