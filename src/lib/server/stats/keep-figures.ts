import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import { caseFigures } from '../db/schema/case-figures.ts';
import type { Transaction } from '../db/connect.ts';
import type { Heard } from '../events/deliver.ts';
import { type CaseFigures, tellsFigures } from './fold-case.ts';
import { foldFromLedger } from './read-stories.ts';

/**
 * The listener `stats`: folds every case it hears of anew from its events and keeps the row. Hearing twice changes
 * nothing, and whoever read fewer events never undoes what another process read.
 */
export async function keepFigures(db: Transaction, heard: readonly Heard[]): Promise<void> {
	const ids = heard.flatMap(({ stream, kind }) => {
		const [, id] = /^case:(\d+)$/.exec(stream) ?? [];
		return id && tellsFigures(kind) ? [Number(id)] : [];
	});
	const rows = await foldFromLedger(db, [...new Set(ids)]);
	if (rows.length === 0) return;
	// one parameter, not 45 a row: filing shares the machine with this
	await db.execute(sql`
		insert into case_figures select * from ${asRelation(rows)}
		on conflict (case_id) do update set ${asGiven} where case_figures.position <= excluded.position`);
}

/** Folded rows as a relation called `case_figures`, with its columns. */
export function asRelation(rows: readonly CaseFigures[]): SQL {
	return sql`jsonb_populate_recordset(null::case_figures, ${JSON.stringify(rows.map(asRow))}::jsonb) as case_figures`;
}

/** A row under the names of its columns, in one order: to be written as JSON, or compared. */
export function asRow(row: CaseFigures): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(row)
			.map(([name, value]) => [columnOf(name), value] as const)
			.sort(([one], [other]) => (one < other ? -1 : 1))
	);
}

const asGiven: SQL = sql.raw(
	Object.keys(getTableColumns(caseFigures))
		.map((name) => `"${columnOf(name)}" = excluded."${columnOf(name)}"`)
		.join(', ')
);

/** The name of a column as the database has it. */
function columnOf(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
