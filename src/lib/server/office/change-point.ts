import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import * as v from 'valibot';
import type { ReceptionHour } from '../../domain/kiosk.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { timetable, timetableText } from '../../domain/reception.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { receptionClerks, receptionHours, receptionPoints } from '../db/schema/kiosks.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';

type StaffContext = Context<StaffActor>;
export type PointFacts = {
	name: string;
	areaId: number | null;
	address: string;
	phone: string;
	isActive: boolean;
	/** Who may unlock 代填 here and keep the timetable; who is no clerk is left out. */
	clerkIds: readonly number[];
};

/** Adds (id null) or changes a reception point and its clerks; returns its id. Throws `kiosk.name-taken`. */
export async function changePoint(
	context: StaffContext,
	{ id, clerkIds, ...facts }: { id: number | null } & PointFacts
): Promise<number> {
	if (!context.actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	return inTransaction(context, async (context) => {
		const { db } = context;
		const [other] = await db
			.select({ id: receptionPoints.id })
			.from(receptionPoints)
			.where(and(eq(receptionPoints.name, facts.name), id === null ? undefined : ne(receptionPoints.id, id)))
			.limit(1);
		if (other) throw new Refusal('kiosk.name-taken');
		const [point] =
			id === null
				? await db.insert(receptionPoints).values(facts).returning()
				: await db.update(receptionPoints).set(facts).where(eq(receptionPoints.id, id)).returning();
		if (!point) throw new Refusal('case.not-found');
		const clerks = await putClerks(context, point.id, clerkIds);
		const value = await writeText(context, null, 'setting', {
			name: facts.name,
			area: String(facts.areaId ?? ''),
			address: facts.address,
			phone: facts.phone,
			active: String(facts.isActive),
			clerks: clerks.join(' ')
		});
		await record(context, 'settings', 'settings.point-changed', { pointId: point.id, value });
		return point.id;
	});
}

/** Replaces the clerks of a point; returns who they are now. */
async function putClerks({ db }: StaffContext, pointId: number, wanted: readonly number[]): Promise<number[]> {
	await db.delete(receptionClerks).where(eq(receptionClerks.pointId, pointId));
	const clerks = await db
		.select({ staffId: staff.id })
		.from(staff)
		.innerJoin(staffRoles, and(eq(staffRoles.staffId, staff.id), eq(staffRoles.role, 'clerk')))
		.where(and(inArray(staff.id, [...wanted]), eq(staff.isActive, true), isNotNull(staffRoles.confirmedAt)))
		.orderBy(staff.id)
		.limit(200);
	if (clerks.length > 0) await db.insert(receptionClerks).values(clerks.map(({ staffId }) => ({ pointId, staffId })));
	return clerks.map(({ staffId }) => staffId);
}

/** 接待安排: replaces a point's timetable as a whole. By an administrator, or a clerk of this point. */
export async function changeTimetable(
	context: StaffContext,
	pointId: number,
	hours: readonly ReceptionHour[]
): Promise<void> {
	const rows = v.parse(timetable, hours);
	await inTransaction(context, async (context) => {
		const { db } = context;
		// the lock orders two who save at once: one timetable stands, never both together
		const [point] = await db
			.select({ id: receptionPoints.id })
			.from(receptionPoints)
			.where(eq(receptionPoints.id, pointId))
			.for('update');
		if (!point || !(await keepsTimetable(context, pointId))) throw new Refusal('case.not-found');
		await db.delete(receptionHours).where(eq(receptionHours.pointId, pointId));
		if (rows.length > 0) await db.insert(receptionHours).values(rows.map((row) => ({ pointId, ...row })));
		const value = await writeText(context, null, 'setting', { hours: timetableText(rows) });
		await record(context, 'settings', 'settings.point-changed', { pointId, value });
	});
}

/** May this member of staff change the timetable of this point? */
export async function keepsTimetable({ db, actor }: StaffContext, pointId: number): Promise<boolean> {
	if (actor.roles.includes('administrator')) return true;
	if (!actor.roles.includes('clerk')) return false;
	const own = and(eq(receptionClerks.pointId, pointId), eq(receptionClerks.staffId, actor.id));
	return (await db.$count(receptionClerks, own)) > 0;
}
