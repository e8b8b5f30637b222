import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { Actor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseDevices, caseSessions } from '../db/schema/case-access.ts';
import { cases } from '../db/schema/cases.ts';
import { streams } from '../db/schema/events.ts';
import { type At, worded } from '../db/worded.ts';
import { caseStream, record } from '../events/record.ts';
import { codeMac, hashToken, isSame, randomToken } from '../vault/access-secrets.ts';
import { permit, takeCase } from './take-case.ts';

export type Resident = Extract<Actor, { kind: 'resident' }>;
type Via = Resident['via'];

/** A look at a case lasts 30 minutes from the last page. */
const sessionMs = 30 * 60_000;
const touchMs = 60_000;

/** Opens a session for one case and returns the secret for the cookie; only its hash is stored. */
export async function openCaseSession({ db, now }: Context, caseId: number, via: Via): Promise<string> {
	const secret = randomToken();
	await db
		.insert(caseSessions)
		.values({ id: hashToken(secret), caseId, via, expiresAt: new Date(now.getTime() + sessionMs) });
	return secret;
}

/**
 * The resident a cookie stands for, or null. Every page moves the end on; a live stream does not. `revision` grows with
 * everything that happens to the case.
 */
export async function findResident(
	{ db, now }: Pick<Context, 'db' | 'now'>,
	cookie: string,
	{ isActivity }: { isActivity: boolean }
): Promise<(Resident & { revision: number }) | null> {
	const id = hashToken(cookie);
	const [session] = await caseSession(db, { id, now });
	if (!session) return null;
	const expiresAt = new Date(now.getTime() + sessionMs);
	if (isActivity && expiresAt.getTime() - session.expiresAt.getTime() > touchMs)
		await db.update(caseSessions).set({ expiresAt }).where(eq(caseSessions.id, id));
	return { kind: 'resident', caseId: session.caseId, via: session.via, revision: session.revision };
}

const caseSession = worded((db, at: At<{ id: Buffer; now: Date }>) =>
	db
		.select({
			caseId: caseSessions.caseId,
			via: caseSessions.via,
			expiresAt: caseSessions.expiresAt,
			revision: streams.length
		})
		.from(caseSessions)
		.innerJoin(streams, eq(streams.stream, sql`'case:' || ${caseSessions.caseId}`))
		.where(and(eq(caseSessions.id, at.id), gt(caseSessions.expiresAt, sql.param(at.now, caseSessions.expiresAt))))
		.limit(1)
		.prepare('case-session')
);

/**
 * Number and code. The same work and the same null for an unknown number, a wrong code and a code that was renewed;
 * a code is never looked up without its number.
 */
export async function openWithCode(
	context: Context,
	number: CaseNumber,
	code: string
): Promise<{ caseId: number; secret: string } | null> {
	const [found] = await context.db
		.select({ id: cases.id, codeMac: cases.codeMac })
		.from(cases)
		.where(eq(cases.number, number))
		.limit(1);
	const given = codeMac(context.secrets, number, code);
	const isRight = isSame(given, found?.codeMac ?? codeMac(context.secrets, number, 'nobody'));
	if (!found || !isRight) return null;
	return { caseId: found.id, secret: await openCaseSession(context, found.id, 'code') };
}

/** Is this still the case's code? After 更换查询码 a receipt no longer shows the first one (ruling 16). */
export async function isCodeOf({ db, secrets }: Context, number: CaseNumber, code: string): Promise<boolean> {
	const [found] = await db.select({ codeMac: cases.codeMac }).from(cases).where(eq(cases.number, number)).limit(1);
	return found !== undefined && isSame(found.codeMac, codeMac(secrets, number, code));
}

/** The link token of a QR: 128 bits, so a plain look-up of its hash. */
export async function openWithLink(
	context: Context,
	token: string
): Promise<{ caseId: number; number: string; secret: string } | null> {
	if (!/^[\w-]{22}$/.test(token)) return null;
	const [found] = await context.db
		.select({ id: cases.id, number: cases.number })
		.from(cases)
		.where(eq(cases.linkTokenHash, hashToken(token)))
		.limit(1);
	return found
		? { caseId: found.id, number: found.number, secret: await openCaseSession(context, found.id, 'link') }
		: null;
}

/** A browser the resident chose to remember. */
export async function openWithDevice(
	context: Context,
	token: string
): Promise<{ caseId: number; secret: string } | null> {
	const [device] = await context.db
		.select({ caseId: caseDevices.caseId })
		.from(caseDevices)
		.where(and(eq(caseDevices.id, hashToken(token)), isNull(caseDevices.revokedAt)))
		.limit(1);
	return device ? { caseId: device.caseId, secret: await openCaseSession(context, device.caseId, 'device') } : null;
}

/** 记在这部手机上: returns the token for the cookie; listed and revocable on the case page. */
export function rememberDevice(context: Context, number: CaseNumber, label: string): Promise<string> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'remember-device', subject);
		assertOwnCode(subject);
		const token = randomToken();
		const values = { id: hashToken(token), caseId: subject.id, label: label.slice(0, 60), createdAt: context.now };
		await context.db.insert(caseDevices).values(values);
		await record(context, caseStream(subject.id), 'case.device-remembered', {});
		return token;
	});
}

/** Forgets every remembered browser of the case. */
export function revokeDevices(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'remember-device', subject);
		await context.db
			.update(caseDevices)
			.set({ revokedAt: context.now })
			.where(and(eq(caseDevices.caseId, subject.id), isNull(caseDevices.revokedAt)));
		await record(context, caseStream(subject.id), 'case.device-revoked', {});
	});
}

/** Ends every session, remembered device and token of a case and of the matters split from it: after a code was renewed. */
export async function endAccess({ db, now }: Context, caseId: number): Promise<void> {
	const ofLetter = db
		.select({ id: cases.id })
		.from(cases)
		.where(or(eq(cases.id, caseId), eq(cases.splitFromId, caseId)));
	await db.delete(caseSessions).where(inArray(caseSessions.caseId, ofLetter));
	await db
		.update(caseDevices)
		.set({ revokedAt: now })
		.where(and(inArray(caseDevices.caseId, ofLetter), isNull(caseDevices.revokedAt)));
}

/**
 * 拆分: the one code of a letter opens all its matters. A session of one opens another of the same letter, in the same
 * way it was opened itself; returns the secret for the cookie. Throws `case.not-found` for any other case,
 * `case.code-must-be-renewed`.
 */
export async function openOfLetter(context: Context, number: CaseNumber): Promise<string> {
	const { caseId, via } = residentOf(context);
	const { db } = context;
	const [own] = await db.select().from(cases).where(eq(cases.id, caseId)).limit(1);
	const firstId = own?.splitFromId ?? caseId;
	const ofLetter = or(eq(cases.id, firstId), eq(cases.splitFromId, firstId));
	const [wanted] = await db
		.select({ id: cases.id })
		.from(cases)
		.where(and(eq(cases.number, number), ofLetter))
		.limit(1);
	if (!wanted) throw new Refusal('case.not-found');
	const [first] = await db.select({ mustRenewCode: cases.mustRenewCode }).from(cases).where(eq(cases.id, firstId));
	if (first?.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
	return openCaseSession(context, wanted.id, via);
}

/** A matter split from a letter has no code of its own. Throws `case.code-of-letter`. */
export function assertOwnCode({ splitFromId }: { splitFromId: number | null }): void {
	if (splitFromId !== null) throw new Refusal('case.code-of-letter');
}

/** The resident who asks; anybody else learns nothing. */
export function residentOf(context: Context): Resident {
	if (context.actor.kind !== 'resident') throw new Refusal('case.not-found');
	return context.actor;
}
