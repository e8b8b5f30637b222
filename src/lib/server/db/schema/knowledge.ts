import { sql } from 'drizzle-orm';
import { bigint, date, index, pgTable, text } from 'drizzle-orm/pg-core';
import { tsvector } from './bytea.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });

/**
 * 知识库: questions and answers. The words are text versions (kind `knowledge`); the columns hold of them what lists are
 * made from: of the published version, or of the draft while nothing is published.
 */
export const knowledgeEntries = pgTable(
	'knowledge_entries',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		question: text().notNull(),
		questionEn: text().notNull(),
		categoryCodes: text().array().notNull(),
		unitId: id()
			.notNull()
			.references(() => units.id),
		validFrom: date({ mode: 'string' }).notNull(),
		reviewBy: date({ mode: 'string' }).notNull(),
		/** Question, keywords and answer. */
		search: tsvector().notNull(),
		/** Question and keywords alone: what a letter is compared with. */
		asked: tsvector().notNull(),

		publishedTextId: id(),
		publishedAt: instant(),
		publishedById: id().references(() => staff.id),
		/** What waits for a second person. */
		draftTextId: id(),
		draftedAt: instant(),
		draftedById: id().references(() => staff.id)
	},
	(table) => [
		index().using('gin', table.search),
		index().using('gin', table.asked),
		index().using('gin', table.categoryCodes),
		index()
			.on(table.reviewBy, table.id)
			.where(sql`${table.publishedTextId} is not null`),
		index('published_entries')
			.on(table.id)
			.where(sql`${table.publishedTextId} is not null`),
		index('drafted_entries')
			.on(table.id)
			.where(sql`${table.draftTextId} is not null`)
	]
);
