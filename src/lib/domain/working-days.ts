import { addDays, type Day, weekday } from './clock.ts';

/** The stored working calendar. A missing year counts Monday to Friday, and the administrator is told. */
export type Calendar = { isWorkday: (day: Day) => boolean; hasYear: (year: number) => boolean };
export type CalendarRow = { day: Day; kind: 'holiday' | 'workday' };

export function calendarOf(rows: readonly CalendarRow[]): Calendar {
	const kinds = new Map(rows.map(({ day, kind }) => [day, kind]));
	const years = new Set(rows.map(({ day }) => Number(day.slice(0, 4))));
	return {
		isWorkday: (day) => {
			const kind = kinds.get(day);
			if (kind) return kind === 'workday';
			return weekday(day) !== 0 && weekday(day) !== 6;
		},
		hasYear: (year) => years.has(year)
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
