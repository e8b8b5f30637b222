import { addDays, addMonth, type Day, dayOf, startOfDay } from './clock.ts';
import { fewest, type Figure, type IndicatorKey, indicatorKeys, type Indicators, isShown } from './indicators.ts';
import { hideSmallLevels, type Levels, mergeSmall } from './small-cells.ts';

/** The name and version of the open-data format: new fields do not change it, fields that go or change their meaning do. */
export const bookSchema = 'huiyin-account-book/1';

/** YYYY-MM. */
export type Month = string;
export const isMonth = (text: string): boolean => /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text);
export const monthOf = (day: Day): Month => day.slice(0, 7);
export const monthAfter = (month: Month): Month => monthOf(addMonth(`${month}-01`));
export const monthBefore = (month: Month): Month => monthOf(addDays(`${month}-01`, -1));

/**
 * The last day of counting: the 15th of the next month. What was filed in the last week of a month is answered, and
 * mostly rated, by then; counted at the month's end it would look as if nobody had cared.
 */
export function closesOn(month: Month): Day {
	return `${monthAfter(month)}-15`;
}

/** Up to when a month is counted on a day: the last midnight, and never past its closing. */
export function countedUpTo(month: Month, now: Date): { asOf: Date; isFinal: boolean } {
	const today = startOfDay(dayOf(now));
	const closing = startOfDay(addDays(closesOn(month), 1));
	return today < closing ? { asOf: today, isFinal: false } : { asOf: closing, isFinal: true };
}

type OpenFigure = { key: IndicatorKey; hidden: boolean } & (
	| { kind: 'share'; part: number | null; whole: number | null }
	| { kind: 'count'; count: number | null }
	| { kind: 'days'; median: number | null; mean: number | null; of: number | null }
);

/** 账本 of a month, as anybody reads it; `null` is what is left out because it would speak of people. */
export type AccountBook = {
	schema: typeof bookSchema;
	month: Month;
	/** An instant, ISO 8601: the ledger was counted up to here. */
	asOf: string;
	isFinal: boolean;
	/** Whose figures they are. */
	source: { name: string; nameEn: string };
	figures: OpenFigure[];
	levels: { level: 5 | 4 | 3 | 2 | 1; count: number | null }[];
	/** Level-1 categories, the largest first; code null: everything else together. */
	categories: { code: string | null; name: string | null; nameEn: string | null; kinds?: number; count: number }[];
	channels: { code: string | null; kinds?: number; count: number }[];
};

type Counted = {
	month: Month;
	asOf: Date;
	isFinal: boolean;
	source: AccountBook['source'];
	figures: Indicators;
	/** How many were received of each level-1 category; those without one under ''. */
	categories: { code: string; name: string; nameEn: string; count: number }[];
	channels: { code: string; count: number }[];
};

/** What may be published of a month's figures. Conduct (18) is never a category of its own. */
export function bookOf({ month, asOf, isFinal, source, figures, categories, channels }: Counted): AccountBook {
	const named = new Map(categories.map((category) => [category.code, category]));
	const isSmall = !isLarge(figures.received);
	const cells = (counts: readonly { code: string; count: number }[]) =>
		isSmall
			? { shown: [], rest: null }
			: mergeSmall(
					counts.map(({ code: key, count }) => ({ key, count })),
					isNeverAlone
				);
	const byCategory = cells(categories);
	const byChannel = cells(channels);
	return {
		...{ schema: bookSchema, month, asOf: asOf.toISOString(), isFinal, source },
		figures: indicatorKeys.map((key) => openFigure(key, figures[key])),
		levels: levelsOf(figures),
		categories: [
			...byCategory.shown.map(({ key, count }) => {
				const { name = null, nameEn = null } = named.get(key) ?? {};
				return { code: key, name, nameEn, count };
			}),
			...(byCategory.rest ? [{ code: null, name: null, nameEn: null, ...byCategory.rest }] : [])
		],
		channels: [
			...byChannel.shown.map(({ key, count }) => ({ code: key, count })),
			...(byChannel.rest ? [{ code: null, ...byChannel.rest }] : [])
		]
	};
}

/** The published file: the digest of a month is of exactly this text. */
export function bookText(book: AccountBook): string {
	return `${JSON.stringify(book, null, '\t')}\n`;
}

/** 作风与服务, and what has no category. */
function isNeverAlone(code: string): boolean {
	return code === '' || code === '18';
}

/** A number received that is under 5 would say with every other figure who it was. */
function isLarge(figure: Figure): boolean {
	return figure.kind !== 'count' || figure.count === 0 || figure.count >= fewest;
}

function openFigure(key: IndicatorKey, figure: Figure): OpenFigure {
	const hidden = key === 'received' ? !isLarge(figure) : !isShown(figure);
	const kept = (value: number) => (hidden ? null : value);
	switch (figure.kind) {
		case 'share':
			return { key, kind: 'share', part: kept(figure.part), whole: kept(figure.whole), hidden };
		case 'count':
			return { key, kind: 'count', count: kept(figure.count), hidden };
		case 'days':
			return {
				...{ key, kind: 'days', median: kept(figure.median), mean: kept(round(figure.mean)), of: kept(figure.of) },
				hidden
			};
	}
}

const round = (days: number) => Math.round(days * 10) / 10;

function levelsOf({ levels, satisfied }: Indicators): AccountBook['levels'] {
	const shown: Levels = isShown(satisfied) ? hideSmallLevels(levels) : { 1: null, 2: null, 3: null, 4: null, 5: null };
	return ([5, 4, 3, 2, 1] as const).map((level) => ({ level, count: shown[level] }));
}

/** How a late answer stands, in the words of a fixed list: what staff wrote to a resident is the resident's. */
export const lateCauses = ['answered', 'listed', 'joint', 'led', 'supervised', 'open'] as const;
export type LateCause = (typeof lateCauses)[number];
/** 逐件: never a number, a place or words; the level-1 category and the unit alone. */
export type LateCase = {
	category: string;
	unit: string | null;
	cause: LateCause;
	/** Whole days past the due, until it was answered or the ledger was counted. */
	days: number;
	answeredOn: Day | null;
	/** 会办, 延期, 长期事项: the date the resident was given. */
	untilOn: Day | null;
	isApologised: boolean;
};
export type LateList = { listed: LateCase[]; unlisted: number };

/**
 * May a late case stand in the list by itself? Not a confidential one, nor one with somebody to be kept out of it
 * (回避), of a kind that is never published, or of a category of which fewer than 5 came in: who knows the place would
 * know the person.
 */
export function mayStandAlone(
	{ categoryCode, isConfidential, hasExclusions, isOfOpenCategory }: Judged,
	{ categories }: Pick<AccountBook, 'categories'>
): boolean {
	const category = categoryCode?.slice(0, 2) ?? '';
	const isCommon = categories.some(({ code }) => code === category);
	return !isConfidential && !hasExclusions && isOfOpenCategory && category !== '18' && isCommon;
}
type Judged = {
	categoryCode: string | null;
	isConfidential: boolean;
	hasExclusions: boolean;
	isOfOpenCategory: boolean;
};
