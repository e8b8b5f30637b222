import { and, asc, count, eq, isNull, or } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { keepsForUnit, mostViews } from '../../domain/shared-tools.ts';
import { type Context, inTransaction } from '../context.ts';
import { savedViews } from '../db/schema/queue-tools.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';

/* A view is a name for a filter of the queue: it changes what a list shows, and nothing in any case, so no event is written. */

type StaffContext = Context<StaffActor>;
export type SavedView = { id: number; name: string; query: string; isOfUnit: boolean; mayChange: boolean };

/** The views of a person: their unit's, then their own, in the order they were made. At most 12. */
export async function listViews({ db, actor }: StaffContext): Promise<SavedView[]> {
	const columns = { id: savedViews.id, name: savedViews.name, query: savedViews.query };
	const ofUnit = await db
		.select(columns)
		.from(savedViews)
		.where(eq(savedViews.unitId, actor.unitId))
		.orderBy(asc(savedViews.id))
		.limit(mostViews.unit);
	const own = await db
		.select(columns)
		.from(savedViews)
		.where(and(eq(savedViews.staffId, actor.id), isNull(savedViews.unitId)))
		.orderBy(asc(savedViews.id))
		.limit(mostViews.own);
	return [
		...ofUnit.map((view) => ({ ...view, isOfUnit: true, mayChange: keepsForUnit(actor) })),
		...own.map((view) => ({ ...view, isOfUnit: false, mayChange: true }))
	];
}

/** 存为视图: for oneself, or by who keeps the unit's for all of it. Throws `view.too-many`, `case.not-yours`. */
export function saveView(
	context: StaffContext,
	{ name, query, isOfUnit }: { name: string; query: string; isOfUnit: boolean }
): Promise<void> {
	if (isOfUnit && !keepsForUnit(context.actor)) throw new Refusal('case.not-yours');
	return inTransaction(context, async ({ db, actor }) => {
		// two who save at once wait for each other, so that there is never one too many
		if (isOfUnit) await db.select().from(units).where(eq(units.id, actor.unitId)).for('no key update');
		else await db.select().from(staff).where(eq(staff.id, actor.id)).for('no key update');
		const same = isOfUnit
			? eq(savedViews.unitId, actor.unitId)
			: and(eq(savedViews.staffId, actor.id), isNull(savedViews.unitId));
		const [kept] = await db.select({ count: count() }).from(savedViews).where(same);
		if ((kept?.count ?? 0) >= mostViews[isOfUnit ? 'unit' : 'own']) throw new Refusal('view.too-many');
		await db.insert(savedViews).values({ staffId: actor.id, unitId: isOfUnit ? actor.unitId : null, name, query });
	});
}

/** Throws `case.not-found` for a view that is not theirs to change. */
export async function renameView(context: StaffContext, id: number, name: string): Promise<void> {
	const renamed = await context.db.update(savedViews).set({ name }).where(changeable(context, id)).returning();
	if (renamed.length === 0) throw new Refusal('case.not-found');
}

/** Throws `case.not-found` for a view that is not theirs to delete. */
export async function deleteView(context: StaffContext, id: number): Promise<void> {
	const deleted = await context.db.delete(savedViews).where(changeable(context, id)).returning();
	if (deleted.length === 0) throw new Refusal('case.not-found');
}

function changeable({ actor }: StaffContext, id: number) {
	const isOwn = and(eq(savedViews.staffId, actor.id), isNull(savedViews.unitId));
	const isOfUnit = keepsForUnit(actor) ? eq(savedViews.unitId, actor.unitId) : undefined;
	return and(eq(savedViews.id, id), or(isOwn, isOfUnit));
}
