import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { AnswerResult } from '../../../domain/answer.ts';
import type { DutyKind } from '../../../domain/duty.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });
const caseId = () =>
	id()
		.notNull()
		.references(() => cases.id);

/** 交办: which unit got it, when it signed, whether it came back. */
export const assignments = pgTable(
	'assignments',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: caseId(),
		unitId: id()
			.notNull()
			.references(() => units.id),
		isDesignated: boolean().notNull().default(false),
		assignedAt: instant().notNull(),
		signedAt: instant(),
		returnedAt: instant(),
		endedAt: instant()
	},
	(table) => [index().on(table.caseId)]
);

/** 答复 on its way: a working text until submitted, then frozen as a text version. */
export const answerDrafts = pgTable(
	'answer_drafts',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: caseId(),
		round: integer().notNull(),
		state: text().$type<'open' | 'submitted' | 'returned' | 'published'>().notNull(),
		result: text().$type<AnswerResult>().notNull(),
		/** JSON of the template's parts while open; after that the text version counts. */
		parts: text().notNull(),
		textId: id(),
		drafterId: id()
			.notNull()
			.references(() => staff.id),
		reviewerId: id().references(() => staff.id),
		savedAt: instant().notNull(),
		publishedAt: instant()
	},
	(table) => [
		index().on(table.caseId, table.id),
		uniqueIndex('one_live_draft')
			.on(table.caseId)
			.where(sql`${table.state} in ('open', 'submitted')`)
	]
);

/** 评价: one per published answer. */
export const ratings = pgTable(
	'ratings',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: caseId(),
		round: integer().notNull(),
		stars: integer().notNull(),
		solved: text().$type<'solved' | 'partly' | 'not' | 'unsure'>().notNull(),
		tags: text().array().notNull(),
		textId: id(),
		ratedAt: instant().notNull(),
		changedAt: instant()
	},
	(table) => [
		uniqueIndex().on(table.caseId, table.round),
		index().on(table.ratedAt),
		/** 差评, few of many. */
		index('bad_ratings')
			.on(table.caseId)
			.where(sql`${table.stars} <= 2`)
	]
);

/** What somebody still owes beside the answer: a call, a first message, a check of a rating that names retaliation. */
export const duties = pgTable(
	'duties',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: caseId(),
		kind: text().$type<DutyKind>().notNull(),
		/** Whose role owes it; the person is the case's owner, dispatcher, supervisor or lead official at the time. */
		owedBy: text().$type<'owner' | 'dispatcher' | 'supervisor' | 'lead-official'>().notNull(),
		dueAt: instant(),
		tries: integer().notNull().default(0),
		raisedAt: instant().notNull(),
		doneAt: instant()
	},
	(table) => [index().on(table.caseId, table.kind), index().on(table.owedBy, table.doneAt)]
);
