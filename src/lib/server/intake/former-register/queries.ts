import { and, asc, count, desc, eq, gt, inArray } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { visibleTo } from '../../cases/queries/visible-to.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { importRows, imports } from '../../db/schema/imports.ts';
import { assertImports } from './try-import.ts';

type StaffContext = Context<StaffActor>;
const pageSize = 100;

/** The latest imports. Throws `case.not-found` for who may not import. */
export async function listImports(context: StaffContext) {
	assertImports(context);
	return context.db
		.select({ id: imports.id, state: imports.state, uploadedAt: imports.uploadedAt })
		.from(imports)
		.orderBy(desc(imports.id))
		.limit(20);
}

/**
 * One import: its columns, how many rows are what, and a page of the rows from the one after `after` on. Throws
 * `case.not-found`.
 */
export async function findImport(
	context: StaffContext,
	id: number,
	{ after, onlyWrong }: { after: number; onlyWrong: boolean }
) {
	assertImports(context);
	const { db } = context;
	const [found] = await db.select().from(imports).where(eq(imports.id, id)).limit(1);
	if (!found) throw new Refusal('case.not-found');
	const [counted, rows] = await Promise.all([
		db
			.select({ state: importRows.state, rows: count() })
			.from(importRows)
			.where(eq(importRows.importId, id))
			.groupBy(importRows.state),
		db
			.select({
				row: importRows.row,
				state: importRows.state,
				says: importRows.says,
				problems: importRows.problems,
				warnings: importRows.warnings,
				refusal: importRows.refusal,
				number: cases.number
			})
			.from(importRows)
			.leftJoin(cases, and(eq(cases.id, importRows.caseId), visibleTo(context)))
			.where(
				and(
					eq(importRows.importId, id),
					gt(importRows.row, after),
					onlyWrong ? inArray(importRows.state, ['wrong', 'failed']) : undefined
				)
			)
			.orderBy(asc(importRows.row))
			.limit(pageSize + 1)
	]);
	const shown = rows.slice(0, pageSize);
	const counts = { wrong: 0, known: 0, waiting: 0, made: 0, failed: 0 };
	for (const { state, rows } of counted) counts[state] = rows;
	const { state, columns, uploadedAt } = found;
	return {
		id,
		state,
		columns,
		uploadedAt,
		counts,
		rows: shown,
		next: rows.length > pageSize ? (shown.at(-1)?.row ?? null) : null
	};
}
