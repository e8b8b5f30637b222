import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { Lucia, TimeSpan } from 'lucia';
import { dayOf } from '../../domain/clock.ts';
import { dutyReach } from '../../domain/duty-roster.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { type Role, rolesWithFactor } from '../../domain/roles.ts';
import { calendarOf } from '../../domain/working-days.ts';
import type { Context } from '../context.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { staff, staffRoles, staffSessions } from '../db/schema/staff.ts';
import { sessionAdapter, sessionHash } from './session-adapter.ts';

const idleMs = 15 * 60_000;
const absoluteHours = 8;
const touchEveryMs = 60_000;

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof luciaOver>;
		UserId: number;
		DatabaseSessionAttributes: { activeAt: Date; provedAt: Date | null; createdAt: Date };
	}
}

function luciaOver(db: Database | Transaction) {
	return new Lucia(sessionAdapter(db), {
		sessionExpiresIn: new TimeSpan(absoluteHours, 'h'),
		getSessionAttributes: (attributes) => attributes
	});
}

/** `halfway`: the password was right, the second factor is owed (or must first be enrolled). */
export type SignedIn = { sessionKey: string; actor: StaffActor; isHalfway: boolean; mustEnrol: boolean };

/** Opens a session and returns the id for the cookie. `provedAt` null = half-way through sign-in. */
export async function openSession({ db, now }: Context, staffId: number, provedAt: Date | null): Promise<string> {
	const session = await luciaOver(db).createSession(staffId, { activeAt: now, provedAt, createdAt: now });
	return session.id;
}

/** Ends one session, on the server. */
export async function endSession({ db }: Pick<Context, 'db'>, sessionId: string): Promise<void> {
	await luciaOver(db).invalidateSession(sessionId);
}

/** Ends all sessions of a person. */
export async function endSessionsOf({ db }: Pick<Context, 'db'>, staffId: number): Promise<void> {
	await luciaOver(db).invalidateUserSessions(staffId);
}

/**
 * Who a cookie belongs to, with the roles in effect now; null when the session is unknown, idle for 15 minutes, over
 * 8 hours old, or its owner disabled. `isActivity` false (live streams) leaves the idle clock alone.
 */
export async function findSignedIn(
	{ db, now }: Pick<Context, 'db' | 'now'>,
	cookie: string,
	{ isActivity }: { isActivity: boolean }
): Promise<SignedIn | null> {
	const { session } = await luciaOver(db).validateSession(cookie);
	if (!session) return null;
	// lucia looks at the wall clock; time comes in with the context
	const isOver = now.getTime() - session.createdAt.getTime() >= absoluteHours * 3_600_000;
	if (isOver || now.getTime() - session.activeAt.getTime() > idleMs) {
		await endSession({ db }, cookie);
		return null;
	}
	if (isActivity && now.getTime() - session.activeAt.getTime() > touchEveryMs)
		await db
			.update(staffSessions)
			.set({ activeAt: now })
			.where(eq(staffSessions.id, sessionHash(cookie)));
	const person = await findPerson({ db, now }, session.userId);
	if (!person) return null;
	const { roles, hasFactor, ...rest } = person;
	const mustEnrol = !hasFactor && roles.some((role) => rolesWithFactor.includes(role));
	return {
		sessionKey: sessionHash(cookie),
		isHalfway: session.provedAt === null,
		mustEnrol,
		actor: { kind: 'staff', ...rest, roles, provedAt: session.provedAt ?? new Date(0) }
	};
}

/** An active member of staff as an actor, with no session: for seeds and scripts. */
export async function actorOf({ db, now }: Pick<Context, 'db' | 'now'>, staffId: number): Promise<StaffActor> {
	const person = await findPerson({ db, now }, staffId);
	if (!person) throw new Error('no such active member of staff');
	const { hasFactor: _, ...rest } = person;
	return { kind: 'staff', ...rest, provedAt: now };
}

/** An active member of staff with what they hold and whom they stand in for today, or null. */
export async function findPerson({ db, now }: Pick<Context, 'db' | 'now'>, staffId: number) {
	const [today, at] = [dayOf(now), sql`${now.toISOString()}::timestamptz`];
	const [person] = await db
		.select({
			id: staff.id,
			name: staff.name,
			unitId: staff.unitId,
			hasFactor: sql<boolean>`${staff.factorSecret} is not null`,
			roles: sql<
				Role[]
			>`coalesce((select array_agg(${staffRoles.role}) from ${staffRoles} where ${staffRoles.staffId} = ${staff.id} and ${isNotNull(staffRoles.confirmedAt)}), '{}')`,
			unitIds: sql<
				string[]
			>`array(with recursive below as (select id from units where id = ${staff.unitId} union select u.id from units u join below on u.parent_id = below.id) select id::text from below)`,
			standsInFor: sql<
				string[]
			>`array(select absent_id::text from stand_ins where stand_in_id = ${staffId} and ${today} between from_on and until_on)`,
			isOnShift: sql<boolean>`exists (select from shifts where staff_id = ${staffId} and from_at <= ${at} and until_at > ${at})`,
			dayKind: sql<'holiday' | 'workday' | null>`(select kind from calendar_days where day = ${today})`,
			unitPath: sql<
				string[]
			>`array(with recursive above as (select id, parent_id from units where id = ${staff.unitId} union select u.id, u.parent_id from units u join above on u.id = above.parent_id) select id::text from above)`
		})
		.from(staff)
		.where(and(eq(staff.id, staffId), eq(staff.isActive, true)))
		.limit(1);
	if (!person) return null;
	const { isOnShift, dayKind, ...known } = person;
	const { isWorkday } = calendarOf(dayKind ? [{ day: today, kind: dayKind }] : []);
	return {
		...known,
		onDuty: dutyReach({ isOnShift, isWorkday: isWorkday(today) }),
		unitIds: person.unitIds.map(Number),
		unitPath: person.unitPath.map(Number),
		standsInFor: person.standsInFor.map(Number)
	};
}
