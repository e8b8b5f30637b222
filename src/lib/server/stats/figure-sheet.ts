import { sql } from 'drizzle-orm';
import { addDays, type Day } from '../../domain/clock.ts';
import type { FigureSheet } from '../../domain/figure-sheet.ts';
import { type Breakdown, type IndicatorKey, indicatorKeys, type Period } from '../../domain/indicators.ts';
import { periodBefore, periodOf, type ReportKind } from '../../domain/report-period.ts';
import { type Context, inTransaction } from '../context.ts';
import { type ByGroup, countBy } from './indicators.ts';
import { openRecount } from './recount.ts';

type Place = Pick<Context, 'db' | 'now'>;
type Count = <Key extends IndicatorKey>(
	period: Period,
	by: Breakdown | null,
	keys: readonly Key[]
) => Promise<ByGroup<Key>>;

/* A report is of the whole office: the figures are the same whoever looks, so that they can be frozen and counted again. */

/** The figures of a report as they stand now, from the rows that are kept. */
export function countSheet(context: Place, kind: ReportKind, from: Day): Promise<FigureSheet> {
	return sheetOf(kind, from, context.now, (period, by, keys) => countBy(context, { period }, by, keys));
}

/**
 * The figures of a report as they stood at `asOf`, from the events of the ledger alone, read once for all of them. It
 * may take longer than a page may: in a transaction, with patience.
 */
export async function recountSheet(context: Context, kind: ReportKind, from: Day, asOf: Date): Promise<FigureSheet> {
	return inTransaction(context, async ({ db }) => {
		await db.execute(sql`set local statement_timeout = '50s'`);
		const before = periodBefore(kind, from);
		const { from: firstMonth } = monthsUntil(kind, periodOf(kind, from));
		const count = await openRecount(db, before.from < firstMonth ? before.from : firstMonth, asOf);
		return sheetOf(kind, from, asOf, (period, by, keys) => count({ period }, by, keys));
	});
}

async function sheetOf(kind: ReportKind, from: Day, asOf: Date, count: Count): Promise<FigureSheet> {
	const [period, before] = [periodOf(kind, from), periodBefore(kind, from)];
	// one after the other: none of them may hold several connections
	const counted = await count(period, 'category', indicatorKeys);
	const earlier = await count(before, null, indicatorKeys);
	const span = monthsUntil(kind, period);
	const months = await count(span, 'month', ['answeredInTime']);
	return {
		version: 1,
		period,
		asOf: asOf.toISOString(),
		figures: counted.total,
		before: { period: before, figures: earlier.total },
		categories: Object.fromEntries(counted.groups.map(({ key, figures }) => [key ?? '', figures])),
		trend: months.groups.flatMap(({ key, figures: { answeredInTime } }) => {
			// what is of this moment counts by today, which may lie after the last of these months
			const isWithin = key !== null && key >= span.from.slice(0, 7) && key <= span.to.slice(0, 7);
			return isWithin && answeredInTime.kind === 'share' ? [{ month: key, answeredInTime }] : [];
		})
	};
}

/** The months up to the one in which the period ends: of a year its twelve, else six. */
function monthsUntil(kind: ReportKind, { from, to }: Period): Period {
	const last = periodOf('month', to);
	let first = last.from;
	for (let count = 1; count < 6; count++) first = periodOf('month', addDays(first, -1)).from;
	return { from: kind === 'year' ? from : first, to: last.to };
}
