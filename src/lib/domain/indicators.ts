import { addDays, addMonth, daysBetween, type Day } from './clock.ts';

/** The indicators of the office (统计指标), in the order in which they are shown. */
export const indicatorKeys = [
	...(['received', 'acceptedInTime', 'contactedInTime', 'answeredInTime', 'answeredByFirstDue'] as const),
	...(['closed', 'solved', 'partlySolved', 'satisfied', 'bad', 'rated', 'mended'] as const),
	// what those said who were closed unrated and drawn at random: apart, and never a rating
	...(['askedUnrated'] as const),
	...(['reworked', 'extended', 'returned', 'daysToAnswer', 'overdueNow'] as const),
	...(['longTermNow', 'longTermTold', 'published', 'onTheSpot'] as const),
	// the ways to make a figure look better than it is
	...(['rejected', 'redirected', 'raised', 'daysPaused'] as const)
] as const;
export type IndicatorKey = (typeof indicatorKeys)[number];

/** `share`: part of whole; `count`: a number; `days`: a median and a mean over `of` cases. */
export type Figure =
	| { kind: 'share'; part: number; whole: number }
	| { kind: 'count'; count: number }
	| { kind: 'days'; median: number; mean: number; of: number };
export type Indicators = Record<IndicatorKey, Figure> & {
	/** How many were rated with each level, 5 to 1: always all five. */
	levels: Record<1 | 2 | 3 | 4 | 5, number>;
};

/** A denominator or cell smaller than this is not shown: it would speak of people. */
export const fewest = 5;

/** May the figure be shown, or is it made of too few? A plain count is no share of anybody. */
export function isShown(figure: Figure): boolean {
	switch (figure.kind) {
		case 'share':
			return figure.whole >= fewest;
		case 'days':
			return figure.of >= fewest;
		case 'count':
			return true;
	}
}

/** What the figures can be told apart by. */
export const breakdowns = ['unit', 'area', 'category', 'channel', 'month'] as const;
export type Breakdown = (typeof breakdowns)[number];

/** First and last day, both in Asia/Shanghai and both within. */
export type Period = { from: string; to: string };

/** What of a share is looked at: all it is of, what counts, or what does not. */
export const figureSides = ['whole', 'part', 'rest'] as const;
export type FigureSide = (typeof figureSides)[number];

/** The longest period at once: two years. */
const mostDays = 731;

/** A period as somebody asked for it, or null where it is none, or too long. */
export function readPeriod(from: string, to: string): Period | null {
	const isDay = (day: string) =>
		/^20\d{2}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) && addDays(day, 0) === day;
	if (!isDay(from) || !isDay(to) || from > to) return null;
	return daysBetween(from, to) < mostDays ? { from, to } : null;
}

/** The whole month a day is in. */
export function monthOf(day: Day): Period {
	const first = `${day.slice(0, 7)}-01`;
	return { from: first, to: addDays(addMonth(first), -1) };
}
