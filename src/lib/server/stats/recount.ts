import { and, asc, gt, gte, isNull, lte, or, type SQL } from 'drizzle-orm';
import { addDays, type Day, startOfDay } from '../../domain/clock.ts';
import type { Breakdown, IndicatorKey } from '../../domain/indicators.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { caseFigures } from '../db/schema/case-figures.ts';
import { cases } from '../db/schema/cases.ts';
import type { CaseFigures } from './fold-case.ts';
import { type ByGroup, type Counted, countFrom } from './indicators.ts';
import { asRelation, asRow } from './keep-figures.ts';
import { foldFromLedger } from './read-stories.ts';

type Place = Database | Transaction;

/**
 * The figures of a period as they stood at `asOf`, from the events of the ledger up to that instant and without the
 * kept rows: the same answer today and in ten years (acceptance 28), for reports that are frozen.
 */
export async function recountBy<Key extends IndicatorKey>(
	db: Place,
	{ period, restrict }: Counted,
	by: Breakdown | null,
	keys: readonly Key[],
	asOf: Date
): Promise<ByGroup<Key>> {
	const count = await openRecount(db, period.from, asOf);
	return count({ period, restrict }, by, keys);
}

/** Reads the ledger once, for several counts of periods that begin no earlier than `from`. */
export async function openRecount(db: Place, from: Day, asOf: Date) {
	const folded: CaseFigures[] = [];
	for await (const rows of foldedInTurn(db, mayCountIn(from, asOf), asOf)) folded.push(...rows);
	const rows = asRelation(folded);
	return <Key extends IndicatorKey>(counted: Counted, by: Breakdown | null, keys: readonly Key[]) =>
		countFrom(db, rows, counted, by, keys, asOf);
}

/** A kept row that is not what the ledger tells; `kept` null: it is missing. */
export type Difference = { caseId: number; kept: CaseFigures | null; told: CaseFigures };

/** Folds every case anew and compares it with the row that is kept; the first hundred that differ. */
export async function compareFigures(db: Place): Promise<{ cases: number; differences: Difference[] }> {
	let count = 0;
	const differences: Difference[] = [];
	for await (const rows of foldedInTurn(db, undefined, null)) {
		count += rows.length;
		const kept = await keptRows(db, rows);
		for (const told of rows) {
			const row = kept.get(told.caseId) ?? null;
			const isSame = row !== null && JSON.stringify(asRow(row)) === JSON.stringify(asRow(told));
			if (!isSame && differences.length < 100) differences.push({ caseId: told.caseId, kept: row, told });
		}
	}
	return { cases: count, differences };
}

const batch = 500;

async function* foldedInTurn(db: Place, which: SQL | undefined, asOf: Date | null): AsyncGenerator<CaseFigures[]> {
	for (let after = 0; ;) {
		const found = await db
			.select({ id: cases.id })
			.from(cases)
			.where(and(gt(cases.id, after), which))
			.orderBy(asc(cases.id))
			.limit(batch);
		const last = found.at(-1);
		if (!last) return;
		const ids = found.map(({ id }) => id);
		yield await foldFromLedger(db, ids, asOf);
		after = last.id;
	}
}

/** So long after a case closed its second answer may have been due. */
const longestRework = 60;

/**
 * Cases that can count in a period at all, so that a month's report does not read the ledger of ten years: whatever is
 * open, was closed not long before the period or in it, or fell due in it or later.
 */
function mayCountIn(from: Day, asOf: Date): SQL | undefined {
	const start = startOfDay(from);
	return and(
		lte(cases.submittedAt, asOf),
		or(
			isNull(cases.closedAt),
			gte(cases.closedAt, startOfDay(addDays(from, -longestRework))),
			gte(cases.firstDueAt, start),
			gte(cases.answerDueAt, start)
		)
	);
}

async function keptRows(db: Place, rows: readonly CaseFigures[]): Promise<Map<number, CaseFigures>> {
	const [first, last] = [rows.at(0)?.caseId ?? 0, rows.at(-1)?.caseId ?? 0];
	const kept = await db
		.select()
		.from(caseFigures)
		.where(and(gte(caseFigures.caseId, first), lte(caseFigures.caseId, last)))
		.limit(batch);
	return new Map(kept.map((row) => [row.caseId, row]));
}
