import { and, asc, count, desc, eq, inArray, ne } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { isGoodPin } from '../../domain/pin.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { staff, staffRoles, staffSessions } from '../db/schema/staff.ts';
import { record, staffStream } from '../events/record.ts';
import { hashPassword, hashPin, isPassword } from './passwords.ts';
import { assertNotThrottled, countFailure, signInLimits } from './throttle.ts';

/** What a member of staff sees of their own account: who gave and confirmed each role, and what happened to it. */
export async function findAccount({ db }: Context, staffId: number, sessionKey: string) {
	const [person] = await db.select().from(staff).where(eq(staff.id, staffId)).limit(1);
	if (!person) throw new Refusal('staff.not-found');
	const [roles, history, [others]] = await Promise.all([
		db
			.select({ role: staffRoles.role, confirmedAt: staffRoles.confirmedAt, confirmedBy: staff.name })
			.from(staffRoles)
			.leftJoin(staff, eq(staff.id, staffRoles.confirmedById))
			.where(eq(staffRoles.staffId, staffId))
			.orderBy(asc(staffRoles.role))
			.limit(20),
		db
			.select({ id: events.id, kind: events.kind, at: events.at, by: staff.name })
			.from(events)
			.leftJoin(staff, eq(staff.id, events.actorId))
			.where(inArray(events.stream, [staffStream(staffId)]))
			.orderBy(desc(events.position))
			.limit(30),
		db
			.select({ others: count() })
			.from(staffSessions)
			.where(and(eq(staffSessions.staffId, staffId), ne(staffSessions.id, sessionKey)))
	]);
	const { username, name, factorSecret, assistPin, dutyPhone } = person;
	const has = {
		hasFactor: factorSecret !== null,
		hasAssistPin: assistPin !== null,
		hasDutyPhone: dutyPhone !== null
	};
	return { username, name, ...has, roles, history, others: others?.others ?? 0 };
}

/** Changes the own password after proving the old one; every other session ends. False when the old one is wrong. */
export async function changePassword(
	context: Context<StaffActor>,
	{ old, fresh, sessionKey, address }: { old: string; fresh: string; sessionKey: string; address: string }
): Promise<boolean> {
	const { actor } = context;
	const person = await proveSelf(context, old, address);
	if (!person) return false;
	const passwordHash = await hashPassword(fresh, person.username);
	await inTransaction(context, async (context) => {
		await context.db.update(staff).set({ passwordHash }).where(eq(staff.id, actor.id));
		await endOthers(context, sessionKey);
		await record(context, staffStream(actor.id), 'staff.password-set', {});
	});
	return true;
}

/**
 * A clerk sets the own PIN for 代填 after proving the password. False when that is wrong; throws `case.not-found` for
 * other roles, `kiosk.weak-pin`.
 */
export async function setAssistPin(
	context: Context<StaffActor>,
	{ old, pin, address }: { old: string; pin: string; address: string }
): Promise<boolean> {
	const { actor } = context;
	if (!actor.roles.includes('clerk')) throw new Refusal('case.not-found');
	if (!isGoodPin(pin)) throw new Refusal('kiosk.weak-pin');
	if (!(await proveSelf(context, old, address))) return false;
	const assistPin = await hashPin(pin);
	await inTransaction(context, async (context) => {
		await context.db.update(staff).set({ assistPin }).where(eq(staff.id, actor.id));
		await record(context, staffStream(actor.id), 'staff.assist-pin-set', {});
	});
	return true;
}

/** Who acts, if the password is theirs; null when it is wrong, which counts as a failure of signing in. */
async function proveSelf(context: Context<StaffActor>, password: string, address: string) {
	const { actor, db } = context;
	const [person] = await db.select().from(staff).where(eq(staff.id, actor.id)).limit(1);
	if (!person) throw new Refusal('staff.not-found');
	const limits = signInLimits(context, person.username, address);
	await assertNotThrottled(context, limits);
	if (await isPassword(person.passwordHash, password)) return person;
	await countFailure(context, limits);
	return null;
}

/** Ends every session of the person but this one. */
export function endOtherSessions(context: Context<StaffActor>, sessionKey: string): Promise<void> {
	return inTransaction(context, async (context) => {
		await endOthers(context, sessionKey);
		await record(context, staffStream(context.actor.id), 'staff.sessions-ended', { why: 'own' });
	});
}

async function endOthers({ db, actor }: Context<StaffActor>, sessionKey: string): Promise<void> {
	await db.delete(staffSessions).where(and(eq(staffSessions.staffId, actor.id), ne(staffSessions.id, sessionKey)));
}
