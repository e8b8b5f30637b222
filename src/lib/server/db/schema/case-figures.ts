import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { AnswerResult } from '../../../domain/answer.ts';
import type { RatingSolved } from '../../../domain/rating-levels.ts';
import type { CaseClass, CaseType, Channel } from '../../../domain/submission.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';

const id = () => bigint({ mode: 'number' });

/**
 * What the figures are counted from: one row a case, folded from its events and from nothing else (stats/fold-case),
 * so that whatever stands here can be made anew from the ledger. Nothing but the fold writes it.
 */
export const caseFigures = pgTable(
	'case_figures',
	{
		caseId: id()
			.primaryKey()
			.references(() => cases.id),
		/** The last event that was folded: a fold that read less never replaces one that read more. */
		position: integer().notNull(),
		submittedAt: instant().notNull(),
		channel: text().$type<Channel>().notNull(),
		type: text().$type<CaseType>().notNull(),
		class: text().$type<CaseClass>().notNull(),
		categoryCode: text(),
		areaId: id(),
		unitId: id(),

		/** 受理告知: by when, and when and how it was first decided. */
		acceptBy: instant().notNull(),
		decidedAt: instant(),
		decidedAs: text().$type<'accepted' | 'rejected' | 'redirected' | 'answered' | 'merged'>(),
		acceptedAt: instant(),
		/** 首次联系: by when, null where no contact was left; and when somebody was spoken to. */
		contactBy: instant(),
		contactedAt: instant(),

		firstDueAt: instant().notNull(),
		/** The due of the first answer as it stands: it follows what was granted and told in time, and nothing else. */
		answerDueAt: instant().notNull(),
		/** The due of what is owed at this moment; null where nothing is, or the clock stands. */
		owedDueAt: instant(),
		answeredAt: instant(),
		/** Whole calendar days from submission to the first public answer. */
		answerDays: integer(),
		result: text().$type<AnswerResult>(),
		isOnTheSpot: boolean().notNull(),

		extensions: integer().notNull(),
		/** An extension, or the listing as 长期事项, was told after the due it moved. */
		isNoticeLate: boolean().notNull(),
		assignments: integer().notNull(),
		returns: integer().notNull(),
		raisedToImportant: boolean().notNull(),
		/** 待补充: whole days the clock stood. */
		pausedDays: integer().notNull(),

		/** 长期事项: since when, whether it still is, by when the resident must next be told; how often a word was missed. */
		longTermSince: instant(),
		isListed: boolean().notNull(),
		noticeDueAt: instant(),
		missedNotices: integer().notNull(),

		/** The first rating, as it was changed last, and the one of the second answer. */
		stars: integer(),
		secondStars: integer(),
		/** The last word on whether it is solved. */
		solved: text().$type<RatingSolved>(),
		reworkAt: instant(),
		reworkCause: text().$type<'rating' | 'request'>(),
		secondDueAt: instant(),
		secondAnsweredAt: instant(),

		closedAt: instant(),
		closedAs: text().$type<'rated' | 'unrated' | 'answered-twice' | 'withdrawn' | 'rejected' | 'redirected'>(),
		/** 抽查: drawn at random, and what was said when somebody was reached. */
		sampledAt: instant(),
		sampleSolved: text().$type<RatingSolved>(),
		consents: boolean().notNull(),
		publishedAt: instant(),
		mergedIntoId: id()
	},
	(table) => [
		index().on(table.submittedAt),
		index().on(table.answerDueAt),
		index().on(table.firstDueAt),
		index()
			.on(table.secondDueAt)
			.where(sql`${table.secondDueAt} is not null`),
		index()
			.on(table.owedDueAt)
			.where(sql`${table.owedDueAt} is not null`),
		index()
			.on(table.caseId)
			.where(sql`${table.isListed}`)
	]
);
