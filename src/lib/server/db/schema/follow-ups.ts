import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { FollowUpCause } from '../../../domain/follow-up.ts';
import type { RatingSolved } from '../../../domain/rating-levels.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

const id = () => bigint({ mode: 'number' });

/** 回访: to be made by somebody who did not handle the case; three attempts at most. One a case and cause. */
export const followUps = pgTable(
	'follow_ups',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: id()
			.notNull()
			.references(() => cases.id),
		cause: text().$type<FollowUpCause>().notNull(),
		state: text().$type<'open' | 'done' | 'not-reached' | 'declined'>().notNull(),
		plannedAt: instant().notNull(),
		dueAt: instant().notNull(),
		attempts: integer().notNull().default(0),
		lastTriedAt: instant(),
		solved: text().$type<RatingSolved>(),
		textId: id(),
		doneById: id().references(() => staff.id),
		doneAt: instant()
	},
	(table) => [
		uniqueIndex().on(table.caseId, table.cause),
		index()
			.on(table.dueAt)
			.where(sql`${table.state} = 'open'`)
	]
);
