import { sql, type SQL } from 'drizzle-orm';
import {
	type Breakdown,
	type IndicatorKey,
	indicatorKeys,
	type Indicators,
	type Period
} from '../../domain/indicators.ts';
import type { Context } from '../context.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { caseFigures } from '../db/schema/case-figures.ts';
import { type Basis, belongsTo, dateOf, levelOf, type Measure, type Measures, measuresAt } from './measures.ts';

/** Which cases are counted; `restrict` is a condition on the rows of `case_figures`. */
export type Counted = { period: Period; restrict?: SQL | undefined };
/** The figures of all, and of each unit, area, level-1 category, channel or month; `key` null: it has none yet. */
export type ByGroup<Key extends IndicatorKey = IndicatorKey> = {
	total: Pick<Indicators, Key | 'levels'>;
	groups: { key: string | null; figures: Pick<Indicators, Key | 'levels'> }[];
};

/** The indicators of a period as they stand now, counted from the kept rows in one statement. */
export async function countIndicators(context: Pick<Context, 'db' | 'now'>, counted: Counted): Promise<Indicators> {
	return (await countBy(context, counted, null, indicatorKeys)).total;
}

/** Some of them, told apart; the sum of the groups is the total. */
export function countBy<Key extends IndicatorKey>(
	{ db, now }: Pick<Context, 'db' | 'now'>,
	counted: Counted,
	by: Breakdown | null,
	keys: readonly Key[]
): Promise<ByGroup<Key>> {
	return countFrom(db, sql`${caseFigures}`, counted, by, keys, now);
}

/**
 * Counts the rows of a relation called `case_figures` with its columns: the kept ones, or such as were folded anew
 * from the ledger. So there is one wording of every formula.
 */
export async function countFrom<Key extends IndicatorKey>(
	db: Database | Transaction,
	rows: SQL,
	{ period, restrict }: Counted,
	by: Breakdown | null,
	keys: readonly Key[],
	asOf: Date
): Promise<ByGroup<Key>> {
	const measures = measuresAt(asOf);
	// the levels are of what was submitted
	const bases = [...new Set<Basis>(['submitted', ...keys.map((key) => measures[key].basis)])];
	const isOfPeriod = bases.map((basis) => belongsTo(basis, period, asOf));
	// a month is that of the date a figure counts by: told apart by it, and so alone, a case stands in several groups
	const isDated = by === 'month';
	const dates = bases.map((basis, nth) => sql`(${basis}, ${dateOf(basis, asOf)}, ${isOfPeriod[nth]})`);
	const dated = isDated
		? sql`cross join lateral (values ${sql.join(dates, sql`, `)}) as dated (basis, at, belongs)`
		: sql``;
	const flags = bases.map((basis, nth) => {
		const counts = isDated ? sql`dated.basis = ${basis}` : sql`(${isOfPeriod[nth]}) is true`;
		return sql`${counts} as ${inPeriod(basis)}`;
	});
	const found = await db.execute<{ isTotal: number; key: string | null; figures: ByGroup<Key>['total'] }>(sql`
		with counted as (
			select case_figures.*, ${by ? keyOf(by, sql`dated.at`) : sql`null::text`} as key, ${sql.join(flags, sql`, `)}
			from ${rows} ${dated}
			where ${restrict ?? sql`true`} and (${sql.join(isOfPeriod, sql` or `)}) ${isDated ? sql`and dated.belongs` : sql``}
		)
		select grouping(key) as "isTotal", key, ${figuresOf(keys, measures)} as figures from counted as case_figures
		group by grouping sets ((), (key)) order by key nulls last`);
	const total = found.find(({ isTotal }) => isTotal === 1);
	if (!total) throw new Error('a count without a total');
	const groups = by ? found.filter(({ isTotal }) => isTotal === 0) : [];
	return { total: total.figures, groups: groups.map(({ key, figures }) => ({ key, figures })) };
}

/** What a case is told apart by; the month is the one of the date it counts by. */
export function keyOf(by: Breakdown, at: SQL): SQL {
	switch (by) {
		case 'unit':
			return sql`${caseFigures.unitId}::text`;
		case 'area':
			return sql`${caseFigures.areaId}::text`;
		case 'category':
			return sql`left(${caseFigures.categoryCode}, 2)`;
		case 'channel':
			return sql`${caseFigures.channel}`;
		case 'month':
			return sql`to_char(${at} at time zone 'Asia/Shanghai', 'YYYY-MM')`;
	}
}

/** The column that says whether a row belongs to the period by this basis. */
function inPeriod(basis: Basis): SQL {
	return sql`${sql.identifier(`in_${basis}`)}`;
}

/** The figures of a group of rows as one JSON object, in the shape of `Indicators`. */
function figuresOf(keys: readonly IndicatorKey[], measures: Measures): SQL {
	const figures = keys.map((key) => sql`${sql.raw(`'${key}'`)}, ${figureOf(measures[key])}`);
	const levels = [1, 2, 3, 4, 5].map(
		(stars) => sql`${sql.raw(`'${stars}'`)}, count(*) filter (where ${inPeriod('submitted')} and ${levelOf(stars)})`
	);
	return sql`jsonb_build_object(${sql.join([...figures, sql`'levels', jsonb_build_object(${sql.join(levels, sql`, `)})`], sql`, `)})`;
}

function figureOf({ kind, basis, whole, part, days }: Measure): SQL {
	const isWhole = sql`${inPeriod(basis)} and ${whole}`;
	const count = sql`count(*) filter (where ${isWhole})`;
	switch (kind) {
		case 'count':
			return sql`jsonb_build_object('kind', 'count', 'count', ${count})`;
		case 'share':
			return sql`jsonb_build_object('kind', 'share', 'part', count(*) filter (where ${isWhole} and ${part ?? sql`true`}), 'whole', ${count})`;
		case 'days': {
			const median = sql`percentile_cont(0.5) within group (order by ${days}) filter (where ${isWhole})`;
			const mean = sql`round(avg(${days}) filter (where ${isWhole}), 1)`;
			return sql`jsonb_build_object('kind', 'days', 'median', coalesce(${median}, 0), 'mean', coalesce(${mean}, 0), 'of', ${count})`;
		}
	}
}
