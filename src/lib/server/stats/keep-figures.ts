import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import { caseFigures } from '../db/schema/case-figures.ts';
import type { Transaction } from '../db/connect.ts';
import type { Heard } from '../events/deliver.ts';
import { tellsFigures } from './fold-case.ts';
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
	for (let start = 0; start < rows.length; start += rowsPerStatement) {
		await db
			.insert(caseFigures)
			.values(rows.slice(start, start + rowsPerStatement))
			.onConflictDoUpdate({
				target: caseFigures.caseId,
				set: asGiven,
				setWhere: sql`${caseFigures.position} <= excluded.position`
			});
	}
}

/** A statement takes 65,535 values; a row has some 45. */
const rowsPerStatement = 200;

const asGiven: Record<string, SQL> = Object.fromEntries(
	Object.keys(getTableColumns(caseFigures)).map((name) => [name, sql.raw(`excluded."${columnOf(name)}"`)])
);

/** The name of a column as the database has it. */
export function columnOf(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
