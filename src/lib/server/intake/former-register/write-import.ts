import { and, asc, eq, lt } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { mayImport } from '../../../domain/register.ts';
import { findPerson } from '../../auth/sessions.ts';
import { importCase } from '../../cases/import-case.ts';
import { type Context, inTransaction } from '../../context.ts';
import { importRows, imports } from '../../db/schema/imports.ts';
import { record, staffStream } from '../../events/record.ts';
import { assertImports, forgetImport } from './try-import.ts';

type StaffContext = Context<StaffActor>;

/** How long what was read of a file waits to be written. */
const keptDays = 7;

/** From now on its rows become cases (`writeImports`). Throws `import.gone` where it is written or given up already. */
export function confirmImport(context: StaffContext, id: number): Promise<void> {
	assertImports(context);
	return inTransaction(context, async (context) => {
		const { db, actor, now } = context;
		const found = await takeChecked(context, id);
		await db
			.update(imports)
			.set({ state: 'running', confirmedById: actor.id, confirmedAt: now })
			.where(eq(imports.id, id));
		const rows = await db.$count(importRows, and(eq(importRows.importId, id), eq(importRows.state, 'waiting')));
		await record(context, staffStream(actor.id), 'staff.register-imported', {
			importId: id,
			digest: found.digest.toString('hex'),
			rows
		});
	});
}

/** 放弃: what was read is deleted. Throws `import.gone`. */
export function dropImport(context: StaffContext, id: number): Promise<void> {
	assertImports(context);
	return inTransaction(context, async (context) => {
		await takeChecked(context, id);
		await forgetImport(context, id);
	});
}

async function takeChecked({ db }: Context, id: number) {
	const [found] = await db.select().from(imports).where(eq(imports.id, id)).for('update');
	if (found?.state !== 'checked') throw new Refusal('import.gone');
	return found;
}

/**
 * Writes up to `most` rows of what was confirmed, each in a transaction of its own and as the person who confirmed it,
 * so that whoever comes after a crash goes on with the next row; two at once never take the same. What was tried and
 * never written is forgotten after a week. Returns how many rows were dealt with.
 */
export async function writeImports(context: Context, most: number): Promise<number> {
	const { db } = context;
	const running = await db
		.select({ id: imports.id, by: imports.confirmedById })
		.from(imports)
		.where(eq(imports.state, 'running'))
		.orderBy(asc(imports.id))
		.limit(20);
	let done = 0;
	for (const { id, by } of running) {
		const person = await findPerson(context, by ?? 0);
		const actor = person && { kind: 'staff' as const, ...person, provedAt: context.now };
		// who confirmed it has left, or dispatches no more: it waits for another to sort out
		if (!actor || !mayImport(actor)) continue;
		while (done < most && (await writeNext({ ...context, actor }, id))) done++;
		if (done < most) await endImport(context, id);
	}
	await forgetUnwritten(context);
	return done;
}

/** False when no row waits that nobody else has in hand. */
function writeNext(context: StaffContext, importId: number): Promise<boolean> {
	return inTransaction(context, async (context) => {
		const { db } = context;
		const [next] = await db
			.select()
			.from(importRows)
			.where(and(eq(importRows.importId, importId), eq(importRows.state, 'waiting')))
			.orderBy(asc(importRows.row))
			.limit(1)
			.for('update', { skipLocked: true });
		if (!next?.says) return false;
		const outcome = await outcomeOf(context, next.says, next);
		await db
			.update(importRows)
			.set({ ...outcome, says: null })
			.where(and(eq(importRows.importId, importId), eq(importRows.row, next.row)));
		return true;
	});
}

type Row = typeof importRows.$inferSelect;

/** A row that is refused keeps no other back; of it nothing is left but why. */
async function outcomeOf(context: StaffContext, says: NonNullable<Row['says']>, { importId, row, key }: Row) {
	try {
		// a savepoint: what is refused half-way leaves nothing behind
		const made = await context.db.transaction((db) => importCase({ ...context, db }, says, { importId, row, key }));
		return { state: made.isNew ? ('made' as const) : ('known' as const), caseId: made.caseId };
	} catch (fault) {
		if (!(fault instanceof Refusal)) throw fault;
		return { state: 'failed' as const, refusal: fault.key };
	}
}

/** Done when no row waits; of what could not be taken over nothing is kept either. */
async function endImport({ db, now }: Context, id: number): Promise<void> {
	const waiting = await db.$count(importRows, and(eq(importRows.importId, id), eq(importRows.state, 'waiting')));
	if (waiting > 0) return;
	await db
		.update(imports)
		.set({ state: 'done', endedAt: now })
		.where(and(eq(imports.id, id), eq(imports.state, 'running')));
	await db.update(importRows).set({ says: null }).where(eq(importRows.importId, id));
}

async function forgetUnwritten(context: Context): Promise<void> {
	const before = new Date(context.now.getTime() - keptDays * 86_400_000);
	const old = await context.db
		.select({ id: imports.id })
		.from(imports)
		.where(and(eq(imports.state, 'checked'), lt(imports.uploadedAt, before)))
		.limit(20);
	for (const { id } of old) await inTransaction(context, (context) => forgetImport(context, id));
}
