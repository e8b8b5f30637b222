import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { units } from './units.ts';

/** 类别, two levels: a level-1 code has 2 digits, a level-2 code 4. */
export const categories = pgTable('categories', {
	code: text().primaryKey(),
	name: text().notNull(),
	nameEn: text().notNull(),
	parentCode: text().references((): AnyPgColumn => categories.code),
	/** Suggested when assigning; the head of it gets the rework of what was answered on the spot. */
	unitId: bigint({ mode: 'number' }).references(() => units.id),
	publishable: boolean().notNull().default(true),
	mapTo12345: text(),
	isActive: boolean().notNull().default(true)
});

/** The eight tiles of the home page and the kiosk (ruling 15): problems, not departments. */
export const entryTiles = pgTable('entry_tiles', {
	position: integer().primaryKey(),
	icon: text().notNull(),
	label: text().notNull(),
	labelEn: text().notNull(),
	hint: text().notNull(),
	hintEn: text().notNull(),
	categoryCodes: text().array().notNull(),
	/** 常用语 that the kiosk offers for this kind of matter. */
	phrases: text()
		.array()
		.notNull()
		.default(sql`'{}'`),
	phrasesEn: text()
		.array()
		.notNull()
		.default(sql`'{}'`)
});
