import { addDays, type Day, weekday } from './clock.ts';

/** The stored working calendar. A missing year counts Monday to Friday, and the administrator is told. */
export type Calendar = { isWorkday: (day: Day) => boolean; hasYear: (year: number) => boolean };
export type CalendarRow = { day: Day; kind: 'holiday' | 'workday' };

/** 全国年节及纪念日放假办法: a year has thirteen days off by law. */
const fewestHolidays = 13;

export function calendarOf(rows: readonly CalendarRow[]): Calendar {
	const kinds = new Map(rows.map(({ day, kind }) => [day, kind]));
	const special = new Map<number, number>();
	for (const { day } of rows) special.set(Number(day.slice(0, 4)), (special.get(Number(day.slice(0, 4))) ?? 0) + 1);
	return {
		isWorkday: (day) => {
			const kind = kinds.get(day);
			if (kind) return kind === 'workday';
			return weekday(day) !== 0 && weekday(day) !== 6;
		},
		// a day or two edited by hand are not a year
		hasYear: (year) => (special.get(year) ?? 0) >= fewestHolidays
	};
}

/** The n-th working day after `day`; the day itself is not counted (民法典 201). */
export function addWorkdays(day: Day, count: number, calendar: Calendar): Day {
	let at = day;
	for (let left = count; left > 0;) {
		at = addDays(at, 1);
		if (calendar.isWorkday(at)) left--;
	}
	return at;
}
