import { dayOf, startOfDay } from './clock.ts';
import type { LimitKey } from './office-limits.ts';

/** 大量查看: what of a person is counted, and over what time. Counts alone: never what was read. */
export const readingMeasures = ['pages-hour', 'pages-day', 'contacts-day'] as const;
export type ReadingMeasure = (typeof readingMeasures)[number];

/** The figure above which an alarm is raised. */
export const readingLimits = {
	'pages-hour': 'alarm.pagesAnHour',
	'pages-day': 'alarm.pagesADay',
	'contacts-day': 'alarm.contactsADay'
} as const satisfies Record<ReadingMeasure, LimitKey>;

/** So long counts and alarms are kept. */
export const readingKeptMs = 90 * 86_400_000;
const hourMs = 3_600_000;

/** The hour an instant falls into; Shanghai's hours are everybody's. */
export function hourOf(at: Date): Date {
	return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}

export function midnightOf(at: Date): Date {
	return startOfDay(dayOf(at));
}
