import { bigint, date, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './instant.ts';
import { texts } from './texts.ts';

/** Site texts, public contacts and rules the office may change; each change is a text version and an event. */
export const settings = pgTable('settings', {
	key: text().primaryKey(),
	value: text().notNull(),
	textId: bigint({ mode: 'number' }).references(() => texts.id),
	changedAt: instant().notNull()
});

/** Days that differ from Mon–Fri: holidays and make-up workdays (调休). */
export const calendarDays = pgTable('calendar_days', {
	day: date({ mode: 'string' }).primaryKey(),
	kind: text().$type<'holiday' | 'workday'>().notNull(),
	name: text().notNull()
});
