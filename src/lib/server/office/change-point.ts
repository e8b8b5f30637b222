import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import * as v from 'valibot';
import type { ReceptionHour } from '../../domain/kiosk.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import type { Parts } from '../../domain/texts.ts';
import { timetable, timetableText } from '../../domain/reception.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { receptionClerks, receptionHours, receptionPoints } from '../db/schema/kiosks.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { record } from '../events/record.ts';
import { bothVersions } from './both-versions.ts';

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
		const stood = id === null ? null : await partsNow(context, id);
		const [point] =
			id === null
				? await db.insert(receptionPoints).values(facts).returning()
				: await db.update(receptionPoints).set(facts).where(eq(receptionPoints.id, id)).returning();
		if (!point) throw new Refusal('case.not-found');
		const clerks = await putClerks(context, point.id, clerkIds);
		await recordChange(context, point.id, stood, partsOfPoint(point, clerks));
		return point.id;
	});
}

const partsOfPoint = (point: typeof receptionPoints.$inferSelect, clerkIds: readonly number[]) => ({
	name: point.name,
	area: String(point.areaId ?? ''),
	address: point.address,
	phone: point.phone,
	active: String(point.isActive),
	clerks: clerkIds.join(' ')
});

async function partsNow({ db }: StaffContext, id: number): Promise<Parts | null> {
	const [point] = await db.select().from(receptionPoints).where(eq(receptionPoints.id, id)).for('update');
	const clerks = await db
		.select({ id: receptionClerks.staffId })
		.from(receptionClerks)
		.where(eq(receptionClerks.pointId, id))
		.orderBy(receptionClerks.staffId)
		.limit(200);
	const ids = clerks.map((clerk) => clerk.id);
	return point ? partsOfPoint(point, ids) : null;
}

async function recordChange(context: StaffContext, pointId: number, before: Parts | null, after: Parts) {
	const change = { kind: 'settings.point-changed', which: { pointId }, before, after } as const;
	const versions = await bothVersions(context, change);
	await record(context, 'settings', 'settings.point-changed', { pointId, ...versions });
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
		const stood = await db
			.select({
				weekday: receptionHours.weekday,
				opensAt: receptionHours.opensAt,
				closesAt: receptionHours.closesAt,
				who: receptionHours.who,
				note: receptionHours.note
			})
			.from(receptionHours)
			.where(eq(receptionHours.pointId, pointId))
			.orderBy(receptionHours.weekday, receptionHours.opensAt)
			.limit(40);
		await db.delete(receptionHours).where(eq(receptionHours.pointId, pointId));
		if (rows.length > 0) await db.insert(receptionHours).values(rows.map((row) => ({ pointId, ...row })));
		await recordChange(context, pointId, { hours: timetableText(stood) }, { hours: timetableText(rows) });
	});
}

/** May this member of staff change the timetable of this point? */
export async function keepsTimetable({ db, actor }: StaffContext, pointId: number): Promise<boolean> {
	if (actor.roles.includes('administrator')) return true;
	if (!actor.roles.includes('clerk')) return false;
	const own = and(eq(receptionClerks.pointId, pointId), eq(receptionClerks.staffId, actor.id));
	return (await db.$count(receptionClerks, own)) > 0;
}
