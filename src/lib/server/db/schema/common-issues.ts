import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { IssueState } from '../../../domain/common-issue.ts';
import { areas } from './areas.ts';
import { cases } from './cases.ts';
import { categories } from './categories.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });

/**
 * 共性问题: one matter behind several cases. Kept apart from 并案: each case keeps its own clock, owner and answer. The
 * words are text versions (kind `issue`), published by a second person.
 */
export const commonIssues = pgTable(
	'common_issues',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		state: text().$type<IssueState>().notNull(),
		/** Of the published words, or of the draft while nothing is published. */
		title: text().notNull(),
		categoryCode: text().references(() => categories.code),
		areaId: id().references(() => areas.id),
		unitId: id()
			.notNull()
			.references(() => units.id),
		publishedTextId: id(),
		publishedAt: instant(),
		draftTextId: id(),
		draftedAt: instant(),
		draftedById: id().references(() => staff.id),
		settledAt: instant()
	},
	(table) => [
		index('published_issues')
			.on(table.state, table.id)
			.where(sql`${table.publishedTextId} is not null`),
		index().on(table.state, table.id)
	]
);

/** 进展: dated, public. */
export const issueNotes = pgTable(
	'issue_notes',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		issueId: id()
			.notNull()
			.references(() => commonIssues.id),
		textId: id().notNull(),
		notedById: id()
			.notNull()
			.references(() => staff.id),
		notedAt: instant().notNull()
	},
	(table) => [index().on(table.issueId, table.id)]
);

/** Which cases a common issue is about; a case belongs to one at most. */
export const issueLinks = pgTable(
	'issue_links',
	{
		caseId: id()
			.primaryKey()
			.references(() => cases.id),
		issueId: id()
			.notNull()
			.references(() => commonIssues.id),
		linkedById: id()
			.notNull()
			.references(() => staff.id),
		linkedAt: instant().notNull()
	},
	(table) => [index().on(table.issueId, table.caseId)]
);
