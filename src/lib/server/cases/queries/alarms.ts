import { and, asc, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { alarms } from '../../db/schema/duty-roster.ts';
import { visibleTo } from './visible-to.ts';

/** An urgent case that waits for a sign; `isEscalated` after 15 minutes without one. */
export type OpenAlarm = { id: number; number: string; area: string | null; raisedAt: Date; isEscalated: boolean };

/**
 * What rings for this person, the longest wait first: for whoever is on duty; for the supervisors where nobody was, or
 * nobody gave a sign; for the 分管负责人 where nobody gave a sign. At most 20.
 */
export async function listAlarms(context: Context<StaffActor>): Promise<OpenAlarm[]> {
	const { actor, db } = context;
	const rings = ringsFor(actor);
	if (!rings) return [];
	return db
		.select({
			id: alarms.id,
			number: cases.number,
			area: areas.name,
			raisedAt: alarms.raisedAt,
			isEscalated: sql<boolean>`${alarms.escalatedAt} is not null`
		})
		.from(alarms)
		.innerJoin(cases, eq(cases.id, alarms.caseId))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.where(and(isNull(alarms.answeredAt), rings, visibleTo(context)))
		.orderBy(asc(alarms.raisedAt))
		.limit(20);
}

function ringsFor({ onDuty, roles }: StaffActor): SQL | undefined {
	if (onDuty !== 'none') return sql`true`;
	const isEscalated = isNotNull(alarms.escalatedAt);
	if (roles.includes('supervisor')) return or(isNull(alarms.staffId), isEscalated);
	return roles.includes('lead-official') ? isEscalated : undefined;
}
