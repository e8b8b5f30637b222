import { and, asc, desc, eq, gte, inArray, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { addDays, type Day, dayOf } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { areDaysToStandIn, mayStandIn } from '../../domain/stand-in.ts';
import { type Context, inTransaction } from '../context.ts';
import { standIns } from '../db/schema/duty-roster.ts';
import { staff } from '../db/schema/staff.ts';
import { record, staffStream } from '../events/record.ts';
import { findPerson } from './sessions.ts';

type StaffContext = Context<StaffActor>;
export type StandIn = { absentId: number; standInId: number; fromOn: Day; untilOn: Day };

const absent = alias(staff, 'absent');

/**
 * AB岗: from a day to a day, both included, one person stands in for another; by the unit's head or an administrator.
 * Counts from the stand-in's next request. Throws `staff.not-found`, `staff.cannot-stand-in`, `staff.stand-in-days`,
 * `staff.stand-in-overlaps` (one stand-in at a time, who is there and not stood in for).
 */
export function setStandIn(context: StaffContext, { absentId, standInId, fromOn, untilOn }: StandIn): Promise<number> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		// two who arrange for the same people at once come one after the other
		const both = inArray(staff.id, [absentId, standInId]);
		await db.select({ id: staff.id }).from(staff).where(both).orderBy(asc(staff.id)).for('update');
		const away = await findPerson(context, absentId);
		if (!away || !arrangesFor(context.actor, away.unitId)) throw new Refusal('staff.not-found');
		const other = await findPerson(context, standInId);
		if (!other || !mayStandIn(other, away)) throw new Refusal('staff.cannot-stand-in');
		if (!areDaysToStandIn({ fromOn, untilOn, now })) throw new Refusal('staff.stand-in-days');
		const [clash] = await db
			.select({ id: standIns.id })
			.from(standIns)
			.where(
				and(
					or(inArray(standIns.absentId, [absentId, standInId]), eq(standIns.standInId, absentId)),
					lte(standIns.fromOn, untilOn),
					gte(standIns.untilOn, fromOn)
				)
			)
			.limit(1);
		if (clash) throw new Refusal('staff.stand-in-overlaps');
		const [row] = await db.insert(standIns).values({ absentId, standInId, fromOn, untilOn }).returning();
		if (!row) throw new Error('a stand-in was not stored');
		await record(context, staffStream(absentId), 'staff.stand-in-set', { standInId, rowId: row.id, fromOn, untilOn });
		return row.id;
	});
}

/** Ends it at once: what began on an earlier day stays on the list until yesterday, what did not is in the ledger alone. */
export function endStandIn(context: StaffContext, rowId: number): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		const today = dayOf(now);
		const [found] = await db
			.select({ row: standIns, unitId: staff.unitId })
			.from(standIns)
			.innerJoin(staff, eq(staff.id, standIns.absentId))
			.where(eq(standIns.id, rowId))
			.for('update', { of: standIns });
		if (!found || !arrangesFor(context.actor, found.unitId)) throw new Refusal('staff.not-found');
		const { row } = found;
		if (row.untilOn < today) return;
		const own = eq(standIns.id, rowId);
		if (row.fromOn < today)
			await db
				.update(standIns)
				.set({ untilOn: addDays(today, -1) })
				.where(own);
		else await db.delete(standIns).where(own);
		await record(context, staffStream(row.absentId), 'staff.stand-in-ended', { rowId });
	});
}

/** Who stands in for whom: now, coming and past, of a head's own units, of all for an administrator. The latest 200. */
export function listStandIns({ db, actor }: StaffContext) {
	const ofUnits = actor.roles.includes('administrator') ? undefined : inArray(absent.unitId, [...actor.unitIds]);
	return db
		.select({
			id: standIns.id,
			absent: absent.name,
			standIn: staff.name,
			fromOn: standIns.fromOn,
			untilOn: standIns.untilOn
		})
		.from(standIns)
		.innerJoin(absent, eq(absent.id, standIns.absentId))
		.innerJoin(staff, eq(staff.id, standIns.standInId))
		.where(ofUnits ?? sql`true`)
		.orderBy(desc(standIns.untilOn), desc(standIns.id))
		.limit(200);
}

/** Who stands in for a person today, by name; null when nobody does. */
export async function standInOf({ db, now }: Pick<Context, 'db' | 'now'>, staffId: number): Promise<string | null> {
	const today = dayOf(now);
	const [found] = await db
		.select({ name: staff.name })
		.from(standIns)
		.innerJoin(staff, eq(staff.id, standIns.standInId))
		.where(and(eq(standIns.absentId, staffId), lte(standIns.fromOn, today), gte(standIns.untilOn, today)))
		.limit(1);
	return found?.name ?? null;
}

/** A head arranges for their unit and those below, an administrator for all. */
export function arrangesFor({ roles, unitIds }: StaffActor, unitId: number): boolean {
	return roles.includes('administrator') || (roles.includes('head') && unitIds.includes(unitId));
}
