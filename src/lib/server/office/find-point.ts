import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { receptionClerks, receptionHours, receptionPoints } from '../db/schema/kiosks.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';

type Db = Pick<Context, 'db'>;

/** A reception point with its timetable, by weekday and time, and who its clerks are. */
export async function findPoint({ db }: Db, id: number) {
	const [[point], hours, clerks] = await Promise.all([
		db.select().from(receptionPoints).where(eq(receptionPoints.id, id)).limit(1),
		db
			.select({
				weekday: receptionHours.weekday,
				opensAt: receptionHours.opensAt,
				closesAt: receptionHours.closesAt,
				who: receptionHours.who,
				note: receptionHours.note
			})
			.from(receptionHours)
			.where(eq(receptionHours.pointId, id))
			.orderBy(asc(receptionHours.weekday), asc(receptionHours.opensAt))
			.limit(40),
		db.select().from(receptionClerks).where(eq(receptionClerks.pointId, id)).limit(200)
	]);
	if (!point) throw new Refusal('case.not-found');
	return { ...point, hours, clerkIds: clerks.map(({ staffId }) => staffId) };
}

export const listPoints = ({ db }: Db) =>
	db
		.select({ id: receptionPoints.id, name: receptionPoints.name })
		.from(receptionPoints)
		.orderBy(asc(receptionPoints.id))
		.limit(200);

/** Who may be attached to a point: the office's clerks. */
export const listClerks = ({ db }: Db) =>
	db
		.select({ id: staff.id, name: staff.name, hasAssistPin: isNotNull(staff.assistPin).mapWith(Boolean) })
		.from(staff)
		.innerJoin(staffRoles, and(eq(staffRoles.staffId, staff.id), eq(staffRoles.role, 'clerk')))
		.where(and(eq(staff.isActive, true), isNotNull(staffRoles.confirmedAt)))
		.orderBy(asc(staff.id))
		.limit(200);
