import { type Calendar, calendarOf } from '../../domain/working-days.ts';
import type { Context } from '../context.ts';
import { calendarDays } from '../db/schema/settings.ts';

/** The stored calendar: a few dozen rows a year, and no more than thirty years. */
export async function loadCalendar(db: Context['db']): Promise<Calendar> {
	const rows = await db.select({ day: calendarDays.day, kind: calendarDays.kind }).from(calendarDays).limit(3000);
	return calendarOf(rows);
}
