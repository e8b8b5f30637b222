import { type Figure, type IndicatorKey, indicatorKeys, type Indicators, type Period } from './indicators.ts';

/** The figures of a report as they are stored: what was counted, up to when, and the period before beside it. */
export type FigureSheet = {
	version: 1;
	period: Period;
	/** An instant, ISO 8601: the ledger was counted up to here. */
	asOf: string;
	figures: Indicators;
	before: { period: Period; figures: Indicators };
	/** Level-1 categories by their code, those without one under ''. */
	categories: Record<string, Indicators>;
	/** 按期答复率 month by month, up to the last month of the period. */
	trend: { month: string; answeredInTime: Extract<Figure, { kind: 'share' }> }[];
};

/** 96.5; a share is told with one digit behind the point, and 100.0 only where nothing is missing. */
export function percentOf({ part, whole }: { part: number; whole: number }): string {
	const tenths = whole === 0 ? 0 : Math.round((part / whole) * 1000);
	return (Math.min(tenths, part < whole ? 999 : 1000) / 10).toFixed(1);
}

/** Where two counts of the same period differ: the names of the figures, in their order; empty where they agree. */
export function differences(one: FigureSheet, other: FigureSheet): string[] {
	return [
		...differing('', one.figures, other.figures),
		...differing('before.', one.before.figures, other.before.figures),
		...[...new Set([...Object.keys(one.categories), ...Object.keys(other.categories)])].flatMap((code) => {
			const [here, there] = [one.categories[code], other.categories[code]];
			return here && there ? differing(`${code}.`, here, there) : [`${code}.received`];
		}),
		...(JSON.stringify(trendOf(one)) === JSON.stringify(trendOf(other)) ? [] : ['trend'])
	];
}

function trendOf({ trend }: FigureSheet) {
	return trend.map(({ month, answeredInTime: { part, whole } }) => [month, part, whole]);
}

function differing(prefix: string, one: Indicators, other: Indicators): string[] {
	const keys: readonly (IndicatorKey | 'levels')[] = [...indicatorKeys, 'levels'];
	return keys.filter((key) => plain(one[key]) !== plain(other[key])).map((key) => prefix + key);
}

/** The order in which something was written down does not count. */
function plain(value: Figure | Indicators['levels']): string {
	return JSON.stringify(Object.entries(value).sort(([here], [there]) => (here < there ? -1 : 1)));
}
