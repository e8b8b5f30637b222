import { addDays, type Day, weekday } from './clock.ts';
import type { Period } from './indicators.ts';

/** 周报、月报、季报、年报: calendar periods in Asia/Shanghai; a week begins on Monday. */
export const reportKinds = ['week', 'month', 'quarter', 'year'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** The period of a kind that a day lies in. */
export function periodOf(kind: ReportKind, day: Day): Period {
	const from = firstDayOf(kind, day);
	return { from, to: addDays(firstDayOf(kind, addDays(from, longest[kind])), -1) };
}

/** The period of the same kind that ended the day before this one began. */
export function periodBefore(kind: ReportKind, from: Day): Period {
	return periodOf(kind, addDays(from, -1));
}

/** The period a day lies in and those before it, the latest first. */
export function latestPeriods(kind: ReportKind, day: Day, count: number): Period[] {
	const periods = [periodOf(kind, day)];
	for (let last = periods[0]; last && periods.length < count; last = periods.at(-1))
		periods.push(periodBefore(kind, last.from));
	return periods;
}

/** Is this day the first of a period of the kind? What an address or a form says is one of those, or nothing. */
export function isFirstDay(kind: ReportKind, day: Day): boolean {
	return isDay(day) && firstDayOf(kind, day) === day;
}

function isDay(day: Day): boolean {
	const at = Date.parse(`${day}T00:00:00Z`);
	return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** From the first day of a period on so many days reach into the next one, and never past it. */
const longest: Record<ReportKind, number> = { week: 7, month: 31, quarter: 92, year: 366 };

function firstDayOf(kind: ReportKind, day: Day): Day {
	const [year = '', month = ''] = day.split('-');
	switch (kind) {
		case 'week':
			return addDays(day, -((weekday(day) + 6) % 7));
		case 'month':
			return `${year}-${month}-01`;
		case 'quarter':
			return `${year}-${String(Number(month) - ((Number(month) - 1) % 3)).padStart(2, '0')}-01`;
		case 'year':
			return `${year}-01-01`;
	}
}
