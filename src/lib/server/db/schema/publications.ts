import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

const id = () => bigint({ mode: 'number' });

/** 公开: the staff-written summary (诉求摘要) of an answered case, published by a second person. */
export const publications = pgTable(
	'publications',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: id()
			.notNull()
			.references(() => cases.id),
		state: text().$type<'drafted' | 'published' | 'returned' | 'taken-down'>().notNull(),
		/** Title, matter and answer as the public reads them (kind `summary`). */
		textId: id().notNull(),
		draftedById: id()
			.notNull()
			.references(() => staff.id),
		draftedAt: instant().notNull(),
		reviewedById: id().references(() => staff.id),
		publishedAt: instant(),
		takenDownAt: instant()
	},
	(table) => [
		uniqueIndex('one_live_publication')
			.on(table.caseId)
			.where(sql`${table.state} in ('drafted', 'published')`),
		index()
			.on(table.publishedAt)
			.where(sql`${table.state} = 'published'`),
		index()
			.on(table.draftedAt)
			.where(sql`${table.state} = 'drafted'`)
	]
);
