import { randomBytes } from 'node:crypto';
import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import { openStates } from '../../domain/lifecycle.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { incompatiblePair, type Role, rolesThatReveal } from '../../domain/roles.ts';
import { type Context, inTransaction } from '../context.ts';
import { sha256 } from '../crypto/sha256.ts';
import { cases } from '../db/schema/cases.ts';
import { recoveryCodes, renewalLinks, staff, staffRoles } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { record, staffStream } from '../events/record.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { endSessionsOf } from './sessions.ts';
import { provesFactor } from './sign-in.ts';

type StaffContext = Context<StaffActor>;
/** `first` for an account without a password; `both` for who lost both and came in person before both who make it. */
export const renewals = ['first', 'password', 'factor', 'both'] as const;
export type Renews = (typeof renewals)[number];

/** A one-time link is good for 30 minutes. */
const linkMs = 30 * 60_000;
const mostTries = 5;

/** Accounts with their roles and unit, for administrators and the supervisor. At most 500. */
export async function listStaff({ db, actor }: StaffContext) {
	assertAdministers(actor);
	const people = await db
		.select({
			id: staff.id,
			username: staff.username,
			name: staff.name,
			unit: units.name,
			isActive: staff.isActive,
			hasPassword: isNotNull(staff.passwordHash).mapWith(Boolean),
			hasFactor: isNotNull(staff.factorSecret).mapWith(Boolean)
		})
		.from(staff)
		.innerJoin(units, eq(units.id, staff.unitId))
		.orderBy(asc(units.id), asc(staff.id))
		.limit(500);
	const roles = await db.select().from(staffRoles).limit(3000);
	return people.map((person) => ({
		...person,
		roles: roles
			.filter(({ staffId }) => staffId === person.id)
			.map(({ role, confirmedAt, grantedById }) => ({ role, isConfirmed: confirmedAt !== null, grantedById }))
	}));
}

/** Makes an account without a password; a one-time link gives it one. Throws `staff.username-taken`. */
export function createStaff(
	context: StaffContext,
	{ username, name, unitId }: { username: string; name: string; unitId: number }
): Promise<number> {
	return administer(context, async (context) => {
		const values = { username: username.toLowerCase(), name, unitId, createdAt: context.now };
		const [made] = await context.db.insert(staff).values(values).onConflictDoNothing().returning({ id: staff.id });
		if (!made) throw new Refusal('staff.username-taken');
		await record(context, staffStream(made.id), 'staff.created', { unitId });
		return made.id;
	});
}

/** Disabling ends every session at once; it waits until the person's open cases are handed over. */
export function setActive(context: StaffContext, staffId: number, isActive: boolean): Promise<void> {
	return administer(context, async (context) => {
		const { db } = context;
		if (!isActive) {
			const [owned] = await db
				.select({ open: count() })
				.from(cases)
				.where(and(eq(cases.ownerId, staffId), inArray(cases.state, [...openStates])));
			if (owned && owned.open > 0) throw new Refusal('staff.has-open-cases', { count: owned.open });
			await endSessionsOf(context, staffId);
		}
		await db.update(staff).set({ isActive }).where(eq(staff.id, staffId));
		await record(context, staffStream(staffId), isActive ? 'staff.enabled' : 'staff.disabled', {});
	});
}

/**
 * Gives a role. Nobody gives one to themselves; some pairs exclude each other; a role that may reveal contacts takes
 * effect only when a second person has confirmed.
 */
export function grantRole(context: StaffContext, staffId: number, role: Role): Promise<void> {
	return administer(context, async (context) => {
		const { actor, db, now } = context;
		if (staffId === actor.id) throw new Refusal('staff.own-roles');
		const held = await db.select({ role: staffRoles.role }).from(staffRoles).where(eq(staffRoles.staffId, staffId));
		if (incompatiblePair([...held.map(({ role }) => role), role])) throw new Refusal('staff.incompatible-roles');
		const confirmedAt = rolesThatReveal.includes(role) ? null : now;
		const given = await db
			.insert(staffRoles)
			.values({ staffId, role, grantedById: actor.id, confirmedAt })
			.onConflictDoNothing()
			.returning({ role: staffRoles.role });
		if (given.length === 0) return;
		await record(context, staffStream(staffId), 'staff.role-granted', { role });
	});
}

/** The second person: an administrator or supervisor who is neither the one who gave it nor the one who gets it. */
export function confirmRole(context: StaffContext, staffId: number, role: Role): Promise<void> {
	return secondPerson(context, async (context) => {
		const { actor, db, now } = context;
		if (staffId === actor.id) throw new Refusal('staff.own-roles');
		const [confirmed] = await db
			.update(staffRoles)
			.set({ confirmedAt: now, confirmedById: actor.id })
			.where(
				and(
					eq(staffRoles.staffId, staffId),
					eq(staffRoles.role, role),
					isNull(staffRoles.confirmedAt),
					ne(staffRoles.grantedById, actor.id)
				)
			)
			.returning();
		if (!confirmed) throw new Refusal('staff.second-person');
		await record(context, staffStream(staffId), 'staff.role-confirmed', { role });
	});
}

/** Takes a role away; it is gone from the next request on (ASVS 8.3.2). */
export function removeRole(context: StaffContext, staffId: number, role: Role): Promise<void> {
	return administer(context, async (context) => {
		if (staffId === context.actor.id) throw new Refusal('staff.own-roles');
		await context.db.delete(staffRoles).where(and(eq(staffRoles.staffId, staffId), eq(staffRoles.role, role)));
		await record(context, staffStream(staffId), 'staff.role-removed', { role });
	});
}

/**
 * Makes a one-time link; it works once a second person has confirmed it. The token is returned here and stored nowhere.
 * `first` is for an account without a password (`staff.has-password`): it asks for no factor.
 */
export function makeLink(context: StaffContext, staffId: number, renews: Renews): Promise<string> {
	return administer(context, async (context) => {
		const { actor, db, now } = context;
		const [person] = await db.select().from(staff).where(eq(staff.id, staffId)).limit(1);
		if (!person) throw new Refusal('staff.not-found');
		if (renews === 'first' && person.passwordHash !== null) throw new Refusal('staff.has-password');
		const token = randomBytes(24).toString('base64url');
		const [link] = await db
			.insert(renewalLinks)
			.values({
				staffId,
				renews,
				tokenHash: hashOf(token),
				madeById: actor.id,
				expiresAt: new Date(now.getTime() + linkMs),
				createdAt: now
			})
			.returning({ id: renewalLinks.id });
		if (!link) throw new Error('a link was not stored');
		await record(context, staffStream(staffId), 'staff.link-made', { linkId: link.id, renews });
		return token;
	});
}

export function confirmLink(context: StaffContext, linkId: number): Promise<void> {
	return secondPerson(context, async (context) => {
		const { actor, db, now } = context;
		const [link] = await db
			.update(renewalLinks)
			.set({ confirmedById: actor.id, confirmedAt: now })
			.where(
				and(
					eq(renewalLinks.id, linkId),
					isNull(renewalLinks.confirmedAt),
					isNull(renewalLinks.usedAt),
					gt(renewalLinks.expiresAt, now),
					ne(renewalLinks.madeById, actor.id),
					ne(renewalLinks.staffId, actor.id)
				)
			)
			.returning();
		if (!link) throw new Refusal('staff.second-person');
		await record(context, staffStream(link.staffId), 'staff.link-confirmed', { linkId });
	});
}

/** Links that wait for a second person or for their use, for administrators and the supervisor. */
export async function listLinks({ db, now, actor }: StaffContext) {
	assertAdministers(actor);
	return db
		.select({
			id: renewalLinks.id,
			name: staff.name,
			renews: renewalLinks.renews,
			confirmedAt: renewalLinks.confirmedAt,
			madeById: renewalLinks.madeById
		})
		.from(renewalLinks)
		.innerJoin(staff, eq(staff.id, renewalLinks.staffId))
		.where(and(isNull(renewalLinks.usedAt), gt(renewalLinks.expiresAt, now)))
		.orderBy(desc(renewalLinks.id))
		.limit(50);
}

export type Renewal = { token: string; password: string; proof: string };

/**
 * Uses a link, by whoever holds it: renews the password and asks for the factor (if there is one), or takes the lost
 * factor away and asks for the password. Ends all sessions. Throws `link.invalid` for anything that is not right.
 */
export async function useLink(context: Context, { token, password, proof }: Renewal): Promise<void> {
	const { db, now } = context;
	const [link] = await db
		.select({ link: renewalLinks, person: staff })
		.from(renewalLinks)
		.innerJoin(staff, eq(staff.id, renewalLinks.staffId))
		.where(and(eq(renewalLinks.tokenHash, hashOf(token)), isNull(renewalLinks.usedAt), gt(renewalLinks.expiresAt, now)))
		.limit(1);
	if (!link?.link.confirmedAt || link.link.tries >= mostTries || !link.person.isActive)
		throw new Refusal('link.invalid');
	const { person } = link;
	const { id: linkId, renews } = link.link;
	// a password that is too weak proves nothing and is no try
	const passwordHash = renews === 'factor' ? person.passwordHash : await hashPassword(password, person.username);
	// counted before it is checked, and outside the transaction, so that a wrong try stays counted; by the row, so that
	// of many tries at once only five are made
	const [counted] = await db
		.update(renewalLinks)
		.set({ tries: sql`${renewalLinks.tries} + 1` })
		.where(and(eq(renewalLinks.id, linkId), lt(renewalLinks.tries, mostTries)))
		.returning({ id: renewalLinks.id });
	if (!counted) throw new Refusal('link.invalid');
	if (renews === 'factor' && !(await isPassword(person.passwordHash, password))) throw new Refusal('link.invalid');
	const actor = {
		kind: 'staff',
		id: person.id,
		name: person.name,
		unitId: person.unitId,
		unitIds: [],
		unitPath: [],
		standsInFor: [],
		onDuty: 'none',
		roles: [],
		provedAt: now
	} as const;
	await inTransaction({ ...context, actor }, async (context) => {
		if (renews === 'password' && person.factorSecret && !(await provesFactor(context, person.id, proof)))
			throw new Refusal('link.invalid');
		const [used] = await context.db
			.update(renewalLinks)
			.set({ usedAt: now })
			.where(and(eq(renewalLinks.id, linkId), isNull(renewalLinks.usedAt)))
			.returning();
		if (!used) throw new Refusal('link.invalid');
		const losesFactor = renews === 'factor' || renews === 'both';
		const withoutFactor = losesFactor ? { factorSecret: null, factorStep: null } : {};
		await context.db
			.update(staff)
			.set({ passwordHash, ...withoutFactor })
			.where(eq(staff.id, person.id));
		if (losesFactor) await context.db.delete(recoveryCodes).where(eq(recoveryCodes.staffId, person.id));
		await endSessionsOf(context, person.id);
		await record(context, staffStream(person.id), 'staff.link-used', { linkId, renews });
	});
}

async function administer<T>(context: StaffContext, work: (context: StaffContext) => Promise<T>): Promise<T> {
	if (!context.actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	return inTransaction(context, work);
}

async function secondPerson<T>(context: StaffContext, work: (context: StaffContext) => Promise<T>): Promise<T> {
	assertAdministers(context.actor);
	return inTransaction(context, work);
}

/** The second person and the lists: a page's layout is no guard. */
function assertAdministers({ roles }: StaffActor): void {
	if (!roles.includes('administrator') && !roles.includes('supervisor')) throw new Refusal('case.not-found');
}

function hashOf(token: string): Buffer {
	return sha256(token);
}
