import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import {
	type AnyPgColumn,
	bigint,
	boolean,
	check,
	date,
	index,
	integer,
	pgTable,
	text,
	uniqueIndex
} from 'drizzle-orm/pg-core';
import type { CaseClass, CaseType, Channel, Identity } from '../../../domain/submission.ts';
import type { ExternalSource } from '../../../domain/external.ts';
import { type CaseState, mainStates, owedStates } from '../../../domain/lifecycle.ts';
import type { Locale } from '../../../domain/preferences.ts';
import { areas } from './areas.ts';
import { bytea, tsvector } from './bytea.ts';
import { categories } from './categories.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });

/** 并案: the case is in a state in which others may be merged into it; in the words of the index on it. */
export function takesOthers(state: SQLWrapper): SQL {
	return sql`${state} in (${sql.raw(mainStates.map((name) => `'${name}'`).join(', '))})`;
}

/** Later than anything falls due. */
const never = '9999-01-01 00:00:00+00';
const owed = owedStates.map((name) => `'${name}'`).join(', ');

/** Its level-1 category, in the words of the index on it. */
export function kindOf(categoryCode: SQLWrapper): SQL {
	return sql`left(${categoryCode}, 2)`;
}

/** 作风与服务 (category 18), in the words of the index on it. */
export function conduct(categoryCode: SQLWrapper): SQL {
	return sql`${categoryCode} like '18%'`;
}

/** 诉求: one matter, one file. The text itself is in `texts` (kind `matter`). */
export const cases = pgTable(
	'cases',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		number: text().notNull().unique(),
		/** Grows when state, owner or due changes, and only then (ruling 30). */
		version: integer().notNull().default(1),
		state: text().$type<CaseState>().notNull(),
		/** Where need_info, review and merged go back to. */
		resumesTo: text().$type<CaseState>(),
		type: text().$type<CaseType>().notNull(),
		class: text().$type<CaseClass>().notNull().default('ordinary'),
		categoryCode: text().references(() => categories.code),
		tilePosition: integer(),
		areaId: id().references(() => areas.id),
		channel: text().$type<Channel>().notNull(),
		identity: text().$type<Identity>().notNull(),
		wantsCall: boolean().notNull().default(false),
		/** The language it was filed in: what the resident is told by mail or SMS is in it. */
		locale: text().$type<Locale>().notNull().default('zh-CN'),
		hasDanger: boolean().notNull().default(false),
		/** A recording stands for the text (kiosk, visits). */
		hasRecording: boolean().notNull().default(false),

		/** Made-up or given title, ≤ 22 characters; the checked one for a confidential case's unit. */
		title: text().notNull(),
		checkedTitle: text(),
		place: text().notNull().default(''),
		/** The words are the case's text version of kind `matter`. */
		hasText: boolean().notNull(),
		checkedTextId: id(),
		search: tsvector().notNull(),
		checkedSearch: tsvector(),

		/** The clock starts here; never later than receivedAt. */
		submittedAt: instant().notNull(),
		receivedAt: instant().notNull(),
		/** The one due of an open case; null in closed states. An instant: 24:00 is the next day's 00:00. */
		dueAt: instant(),
		firstDueAt: instant().notNull(),
		/** The due of the first answer as it stood last, moved by pauses and classes: what 按期答复 is measured against. */
		answerDueAt: instant().notNull(),
		/** While need_info: since when the clock stands, and until when the resident may answer. */
		pausedAt: instant(),
		supplyBy: instant(),
		pausedDays: integer().notNull().default(0),
		/** When the step it stands at must be done: 受理, 交办, 签收 (a working day each); null for the others. */
		stepDueAt: instant(),
		/** 进展通报: when the resident must next be told something; null once answered. */
		noticeDueAt: instant(),
		/** 延期: how often the due was put off, two at most. */
		extensions: integer().notNull().default(0),
		/** 会办: the day promised to the resident. */
		promisedOn: date({ mode: 'string' }),
		/** 长期事项: since when, and how often the resident is told, in days. */
		longTermSince: instant(),
		noticeCycleDays: integer(),
		/** How far the ladder was climbed: 0, 1 催办, 2 督办, 3 分管负责人. */
		ladder: integer().notNull().default(0),

		/** 并案: the case this one is handled with, and the due it had (kept for un-merging). */
		mainId: id().references((): AnyPgColumn => cases.id),
		mergedAt: instant(),
		mergedDueAt: instant(),
		/** 拆分: the letter this matter was taken from. */
		splitFromId: id().references((): AnyPgColumn => cases.id),
		/** 上级交办, 12345 转来: their number and deadline beside ours. */
		externalSource: text().$type<ExternalSource>(),
		externalNumber: text(),
		externalDueAt: instant(),
		/** 原台账导入: when it was taken over; what the ledger holds of it up to then is of that moment, and told nobody. */
		importedAt: instant(),
		/**
		 * What lists stand in order of: while the answer is owed the earlier of our due and the one of whoever passed the
		 * case on. Stored, because what is computed for each row cannot be read in order.
		 */
		nearestDueAt: instant()
			.notNull()
			.generatedAlwaysAs(
				sql.raw(
					`coalesce(case when state in (${owed}) then least(due_at, external_due_at) else due_at end, timestamptz '${never}')`
				)
			),

		/** In charge: exactly one active, not excluded member of staff. */
		ownerId: id()
			.notNull()
			.references(() => staff.id),
		unitId: id().references(() => units.id),
		/** Who first handled it: rework goes to another. */
		firstHandlerId: id().references(() => staff.id),
		rejectedById: id().references(() => staff.id),
		filedById: id().references(() => staff.id),
		/** The one handler a confidential resident agreed to be known to. */
		releasedToId: id().references(() => staff.id),
		/** 1, then 2 once a rework was opened; never 3. */
		round: integer().notNull().default(1),
		/** 退单: once per unit; after 指定承办 never. */
		isDesignated: boolean().notNull().default(false),

		/** When the first answer was published. */
		answeredAt: instant(),
		closedAt: instant(),
		closedAs: text().$type<'rated' | 'unrated' | 'answered-twice' | 'withdrawn' | 'rejected' | 'redirected'>(),
		recheckedAt: instant(),
		remindedAt: instant(),
		archivedAt: instant(),
		/** Legal hold: nothing of it is erased. */
		isHeld: boolean().notNull().default(false),
		consentsToPublish: boolean().notNull().default(false),
		declinesFollowUp: boolean().notNull().default(false),

		/** SHA-256 of the form's submission key, and HMAC(submission key, content). */
		submissionKeyHash: bytea().notNull(),
		contentMac: bytea().notNull(),
		codeMac: bytea().notNull(),
		linkTokenHash: bytea().notNull(),
		/** A code that was read out must be changed before rating, withdrawing or changing contact (ruling 17a). */
		mustRenewCode: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex().on(table.submissionKeyHash),
		uniqueIndex().on(table.linkTokenHash),
		index().on(table.ownerId, table.dueAt),
		index().on(table.nearestDueAt, table.id),
		index()
			.on(table.unitId, table.nearestDueAt, table.id)
			.where(sql`${table.unitId} is not null`),
		index().on(table.state, table.nearestDueAt, table.id),
		index()
			.on(table.filedById, table.id)
			.where(sql`${table.filedById} is not null`),
		index().on(table.submittedAt),
		/** Similar cases are looked for among the latest of these, before a letter is sent: it must cost nothing. */
		index('cases_that_take_others').on(kindOf(table.categoryCode), table.submittedAt).where(takesOthers(table.state)),
		index()
			.on(table.answeredAt)
			.where(sql`${table.answeredAt} is not null`),
		index().on(table.answerDueAt),
		index()
			.on(table.stepDueAt)
			.where(sql`${table.stepDueAt} is not null`),
		index()
			.on(table.noticeDueAt)
			.where(sql`${table.noticeDueAt} is not null`),
		index()
			.on(table.mainId)
			.where(sql`${table.mainId} is not null`),
		index()
			.on(table.splitFromId)
			.where(sql`${table.splitFromId} is not null`),
		index()
			.on(table.externalNumber)
			.where(sql`${table.externalNumber} is not null`),
		index()
			.on(table.longTermSince)
			.where(sql`${table.longTermSince} is not null`),
		/** Few of many, each a list of its own in the register. */
		index('reworked_cases')
			.on(table.submittedAt)
			.where(sql`${table.round} = 2`),
		index('extended_cases')
			.on(table.submittedAt)
			.where(sql`${table.extensions} > 0`),
		index('late_answers')
			.on(table.submittedAt)
			.where(sql`${table.answeredAt} > ${table.answerDueAt}`),
		index('cases_of_units')
			.on(table.unitId, table.submittedAt)
			.where(sql`${table.unitId} is not null`),
		index('imported_cases')
			.on(table.submittedAt)
			.where(sql`${table.importedAt} is not null`),
		index('conduct_cases').on(table.id).where(conduct(table.categoryCode)),
		index().on(table.closedAt),
		index().using('gin', table.search),
		index().using('gin', table.checkedSearch),
		check('submitted_before_received', sql`${table.submittedAt} <= ${table.receivedAt}`),
		check(
			'open_has_due',
			sql`(${table.dueAt} is null) = (${table.state} in ('closed','archived','rejected','redirected','withdrawn','merged'))`
		),
		check('merged_has_main', sql`${table.state} <> 'merged' or ${table.mainId} is not null`),
		check('text_or_recording', sql`${table.hasText} or ${table.hasRecording}`),
		check('two_rounds', sql`${table.round} in (1, 2)`)
	]
);
