import { eq } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { staff, staffSessions } from '../db/schema/staff.ts';
import { record, staffStream } from '../events/record.ts';
import { open, seal } from '../crypto/seal.ts';
import { isPassword } from './passwords.ts';
import { makeRecoveryCodes, stepOf, useFactorCode, useRecoveryCode } from './second-factor.ts';
import { sessionHash } from './session-adapter.ts';
import { endSession, openSession } from './sessions.ts';
import { assertNotThrottled, countFailure, forgetFailures, signInLimits } from './throttle.ts';

/** After the password: a session for the cookie, and whether a second factor is still owed. */
export type PasswordStep = { sessionId: string; owesFactor: boolean };

const place = (staffId: number) => `staff.factor_secret:${staffId}`;

/**
 * Step one. Same words, same time for an unknown account and a wrong password (null); delays per account and network.
 * Throws `throttled`.
 */
export async function signInWithPassword(
	context: Context,
	{ username, password, address }: { username: string; password: string; address: string }
): Promise<PasswordStep | null> {
	const limits = signInLimits(context, username, address);
	await assertNotThrottled(context, limits);
	const [person] = await context.db
		.select()
		.from(staff)
		.where(eq(staff.username, username.trim().toLowerCase()))
		.limit(1);
	const isRight = await isPassword(person?.passwordHash ?? null, password);
	if (!person || !isRight || !person.isActive) {
		await countFailure(context, limits);
		return null;
	}
	const owesFactor = person.factorSecret !== null;
	if (!owesFactor) await forgetFailures(context, limits.slice(0, 1));
	return inTransaction({ ...context, actor: asPerson(person) }, async (context) => {
		const sessionId = await openSession(context, person.id, owesFactor ? null : context.now);
		if (!owesFactor) await record(context, staffStream(person.id), 'staff.signed-in', {});
		return { sessionId, owesFactor };
	});
}

/**
 * Step two: a one-time code or a recovery code ends the half-way session and opens a full one under a new id
 * (ASVS 7.2.4). Null when the code is wrong or was used. Throws `throttled`.
 */
export async function signInWithFactor(
	context: Context,
	{ staffId, halfwayId, code, address }: { staffId: number; halfwayId: string; code: string; address: string }
): Promise<string | null> {
	const [person] = await context.db.select().from(staff).where(eq(staff.id, staffId)).limit(1);
	if (!person) return null;
	const limits = signInLimits(context, person.username, address);
	await assertNotThrottled(context, limits);
	return inTransaction({ ...context, actor: asPerson(person) }, async (context) => {
		if (!(await provesFactor(context, staffId, code))) return null;
		await endSession(context, halfwayId);
		const sessionId = await openSession(context, staffId, context.now);
		await record(context, staffStream(staffId), 'staff.signed-in', {});
		return sessionId;
	}).then(async (sessionId) => {
		if (sessionId === null) await countFailure(context, limits);
		else await forgetFailures(context, limits.slice(0, 1));
		return sessionId;
	});
}

/**
 * Proves the factor (or, where the person has none, the password) again before something grave (ASVS 7.5.3). Throws
 * `factor.stale` when it is wrong, `throttled` after too many tries.
 */
export async function proveAgain(
	context: Context,
	{ sessionKey, proof, address }: { sessionKey: string; proof: string; address: string }
): Promise<void> {
	const { actor, now, db } = context;
	if (actor.kind !== 'staff') throw new Refusal('factor.stale');
	const [person] = await db.select().from(staff).where(eq(staff.id, actor.id)).limit(1);
	if (!person) throw new Refusal('factor.stale');
	const limits = signInLimits(context, person.username, address);
	await assertNotThrottled(context, limits);
	const isProved = person.factorSecret
		? await inTransaction(context, (context) => provesFactor(context, person.id, proof))
		: await isPassword(person.passwordHash, proof);
	if (!isProved) {
		await countFailure(context, limits);
		throw new Refusal('factor.stale');
	}
	await db.update(staffSessions).set({ provedAt: now }).where(eq(staffSessions.id, sessionKey));
}

/** Signs out on the server. */
export function signOut(context: Context, sessionId: string): Promise<void> {
	return inTransaction(context, async (context) => {
		await endSession(context, sessionId);
		if (context.actor.kind === 'staff') await record(context, staffStream(context.actor.id), 'staff.signed-out', {});
	});
}

/**
 * Enrols a TOTP secret after the person has shown that their app knows it; returns the recovery codes, shown once.
 * Null when the code is wrong. The session that enrolled counts as proved.
 */
export function enrolFactor(
	context: Context,
	{ sessionId, secret, code }: { sessionId: string; secret: string; code: string }
): Promise<string[] | null> {
	return inTransaction(context, async (context) => {
		const { actor, db, now } = context;
		const step = stepOf(secret, code, now);
		if (actor.kind !== 'staff' || step === null) return null;
		await storeFactor(context, actor.id, secret, step);
		await db
			.update(staffSessions)
			.set({ provedAt: now })
			.where(eq(staffSessions.id, sessionHash(sessionId)));
		await record(context, staffStream(actor.id), 'staff.factor-enrolled', {});
		return makeRecoveryCodes(context, actor.id);
	});
}

/** Seals a secret under the master key. */
export async function storeFactor(
	context: Context,
	staffId: number,
	secret: string,
	step: number | null
): Promise<void> {
	const { secrets, db } = context;
	const master = secrets.masterKeys.get(secrets.masterKeyId);
	if (!master) throw new Error('the current master key is missing');
	const factorSecret = seal(master, secrets.masterKeyId, Buffer.from(secret), place(staffId));
	await db.update(staff).set({ factorSecret, factorStep: step }).where(eq(staff.id, staffId));
}

/** True for a TOTP code not yet used, or an unused recovery code, whose use is an event. Inside a transaction. */
export async function provesFactor(context: Context, staffId: number, code: string): Promise<boolean> {
	const [person] = await context.db.select().from(staff).where(eq(staff.id, staffId)).limit(1);
	if (!person?.factorSecret) return false;
	const secret = open((id) => context.secrets.masterKeys.get(id), person.factorSecret, place(staffId)).toString();
	if (code.replace(/\D/g, '').length === 6) return useFactorCode(context, staffId, secret, code);
	const isUsed = await useRecoveryCode(context, staffId, code);
	if (isUsed) await record(context, staffStream(staffId), 'staff.recovery-code-used', {});
	return isUsed;
}

function asPerson({ id, name, unitId }: { id: number; name: string; unitId: number }) {
	return {
		kind: 'staff',
		id,
		name,
		unitId,
		unitIds: [],
		unitPath: [],
		standsInFor: [],
		onDuty: 'none',
		roles: [],
		provedAt: new Date(0)
	} as const;
}
