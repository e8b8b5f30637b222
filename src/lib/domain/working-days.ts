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

/** Days off in a row that make a holiday, and how many working days before it 节前必答 is shown. */
const fewestOff = 3;
const noticeWorkdays = 3;

/** A stretch of days off, from its first day to the working day after it. */
export type Holiday = { firstOn: Day; backOn: Day };

/**
 * 节前必答: the holiday (three days off or more) that is under way or begins within three working days, today included;
 * null where none does. A make-up workday ends a stretch.
 */
export function comingHoliday(today: Day, calendar: Calendar): Holiday | null {
	// days off that have begun count from their first
	let day = today;
	while (!calendar.isWorkday(addDays(day, -1)) && !calendar.isWorkday(day)) day = addDays(day, -1);
	for (let workdays = 0; workdays <= noticeWorkdays;) {
		if (calendar.isWorkday(day)) {
			workdays++;
			day = addDays(day, 1);
			continue;
		}
		const firstOn = day;
		let days = 0;
		while (!calendar.isWorkday(day)) {
			days++;
			day = addDays(day, 1);
		}
		if (days >= fewestOff) return { firstOn, backOn: day };
	}
	return null;
}
