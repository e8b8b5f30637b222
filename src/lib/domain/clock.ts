/** A day of the calendar in Asia/Shanghai, YYYY-MM-DD. Never mixed with instants. */
export type Day = string;

/** Shanghai has had no summer time since 1991. */
const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** The Shanghai day an instant falls on. */
export function dayOf(instant: Date): Day {
	return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10);
}

/** 00:00 Shanghai of a day. */
export function startOfDay(day: Day): Date {
	return new Date(Date.parse(`${day}T00:00:00Z`) - offsetMs);
}

/** 24:00 Shanghai of a day: the next day's 00:00. */
export function endOfDay(day: Day): Date {
	return startOfDay(addDays(day, 1));
}

export function addDays(day: Day, days: number): Day {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole calendar days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** 民法典 202: the corresponding day of the next month, else that month's last day. */
export function addMonth(day: Day): Day {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
	return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The day a deadline names in words: 24:00 of a day is that day, not the next. */
export function lastDayOf(due: Date): Day {
	return dayOf(new Date(due.getTime() - 1));
}

/** 0 = Sunday. */
export function weekday(day: Day): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay();
}
