import { createHash } from 'node:crypto';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { dayOf } from '../../../domain/clock.ts';
import { type FormerRow, judgeRow, type RowProblem, type RowWarning } from '../../../domain/former-register.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { mayImport } from '../../../domain/register.ts';
import { type Context, inTransaction } from '../../context.ts';
import { sha256 } from '../../crypto/sha256.ts';
import { cases } from '../../db/schema/cases.ts';
import { importRows, imports } from '../../db/schema/imports.ts';
import { listAreas, listCategories, listUnits } from '../../site/choices.ts';
import { readFormerSheet } from './read-file.ts';

type StaffContext = Context<StaffActor>;
type Planned = {
	row: number;
	says: FormerRow | null;
	problems: RowProblem[];
	warnings: RowWarning[];
	/** 128 bits (hex), of what the row says and which of its equals in the file it is. */
	key: string;
};

/** The dispatcher alone. Throws `case.not-found` for anybody else. */
export function assertImports({ actor }: StaffContext): void {
	if (!mayImport(actor)) throw new Refusal('case.not-found');
}

/**
 * 试一遍: reads a former register and keeps what each row would become, or what is wrong with which of its cells. Nothing
 * becomes a case. What names or reaches anybody is not kept. The same file again is tried anew until it is written;
 * after that the earlier import is found (`isKnown`). Throws as `readFormerSheet`.
 */
export async function tryImport(context: StaffContext, bytes: Uint8Array): Promise<{ id: number; isKnown: boolean }> {
	assertImports(context);
	const { columns, rows } = await readFormerSheet(bytes);
	const [units, areas, categories] = await Promise.all([
		listUnits(context),
		listAreas(context),
		listCategories(context, 'zh-CN')
	]);
	const today = dayOf(context.now);
	const equals = new Map<string, number>();
	const planned = rows.map(({ row, cells }): Planned => {
		const judged = judgeRow(columns, cells, { units, areas, categories }, today);
		const content = JSON.stringify(judged.says ?? { row, wrong: judged.problems });
		const nth = (equals.get(content) ?? 0) + 1;
		equals.set(content, nth);
		return { row, ...judged, key: keyOf(content, nth) };
	});
	markTwins(planned, columns.find(({ field }) => field === 'number')?.letter ?? '');
	const digest = sha256(JSON.stringify(planned.map(({ key }) => key)));
	return inTransaction(context, async (context) => {
		const { db } = context;
		const [earlier] = await db.select().from(imports).where(eq(imports.digest, digest)).for('update');
		if (earlier && earlier.state !== 'checked') return { id: earlier.id, isKnown: true };
		const trial = { columns, uploadedById: context.actor.id, uploadedAt: context.now };
		if (earlier) await db.delete(importRows).where(eq(importRows.importId, earlier.id));
		const [kept] = earlier
			? await db.update(imports).set(trial).where(eq(imports.id, earlier.id)).returning({ id: imports.id })
			: await db
					.insert(imports)
					.values({ digest, state: 'checked', ...trial })
					.returning({ id: imports.id });
		if (!kept) throw new Error('an import was not stored');
		const known = await casesKnown(context, planned);
		const values = planned.map(({ row, says, problems, warnings, key }) => {
			const caseId = says && (known.get(key) ?? known.get(says.number) ?? null);
			const state = !says ? ('wrong' as const) : caseId ? ('known' as const) : ('waiting' as const);
			return { importId: kept.id, row, state, says, problems, warnings, key, caseId };
		});
		for (let from = 0; from < values.length; from += 500)
			await db.insert(importRows).values(values.slice(from, from + 500));
		return { id: kept.id, isKnown: false };
	});
}

/** Deletes what was read of a file that was not written. */
export async function forgetImport({ db }: Context, id: number): Promise<void> {
	await db.delete(importRows).where(eq(importRows.importId, id));
	await db.delete(imports).where(eq(imports.id, id));
}

function keyOf(content: string, nth: number): string {
	return createHash('sha256').update(`former-register ${nth} ${content}`).digest('hex').slice(0, 32);
}

/** Two rows under one former number: which of them is it? */
function markTwins(planned: Planned[], letter: string): void {
	const first = new Map<string, number>();
	for (const one of planned) {
		const number = one.says?.number;
		if (!number) continue;
		const other = first.get(number);
		if (other === undefined) first.set(number, one.row);
		else {
			one.says = null;
			one.problems.push({ key: 'number.twice', letter, other });
		}
	}
}

/** Cases that these rows have become before, by key and by former number. */
async function casesKnown({ db }: StaffContext, planned: readonly Planned[]): Promise<Map<string, number>> {
	const known = new Map<string, number>();
	const keys = new Map(planned.map(({ key }) => [sha256(key).toString('hex'), key]));
	const numbers = planned.flatMap(({ says }) => (says?.number ? [says.number] : []));
	const byKey = await db
		.select({ id: cases.id, hash: cases.submissionKeyHash })
		.from(cases)
		.where(
			inArray(
				cases.submissionKeyHash,
				[...keys.keys()].map((hash) => Buffer.from(hash, 'hex'))
			)
		);
	for (const { id, hash } of byKey) known.set(keys.get(hash.toString('hex')) ?? '', id);
	if (numbers.length === 0) return known;
	const byNumber = await db
		.select({ id: cases.id, number: cases.externalNumber })
		.from(cases)
		.where(
			and(inArray(cases.externalNumber, numbers), eq(cases.externalSource, 'register'), isNotNull(cases.importedAt))
		);
	for (const { id, number } of byNumber) if (number) known.set(number, id);
	return known;
}
