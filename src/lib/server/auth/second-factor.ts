import { createHmac, randomInt } from 'node:crypto';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import type { Context } from '../context.ts';
import { recoveryCodes, staff } from '../db/schema/staff.ts';

const period = 30;
const issuer = 'Huiyin';

/** A new TOTP secret (160 bits) as base32, and the address an authenticator app scans. */
export function newFactor(username: string): { secret: string; uri: string } {
	const secret = new Secret({ size: 20 });
	return { secret: secret.base32, uri: totp(secret.base32, username).toString() };
}

/** The code a secret shows at a moment; for the demo's banner and for tests. */
export function factorCode(secret: string, at: Date): string {
	return totp(secret, '').generate({ timestamp: at.getTime() });
}

/** The time step a code belongs to (one step of drift either way), or null. */
export function stepOf(secret: string, code: string, now: Date): number | null {
	const digits = code.replace(/\D/g, '');
	const drift = totp(secret, '').validate({ token: digits, timestamp: now.getTime(), window: 1 });
	return drift === null ? null : Math.floor(now.getTime() / 1000 / period) + drift;
}

/**
 * Accepts a TOTP code, once: the step is moved on in the same statement that checks it, so that of two tries with the
 * same code one wins (ASVS 6.5.1). `secret` is the opened one.
 */
export async function useFactorCode(context: Context, staffId: number, secret: string, code: string): Promise<boolean> {
	const step = stepOf(secret, code, context.now);
	if (step === null) return false;
	const moved = await context.db
		.update(staff)
		.set({ factorStep: step })
		.where(and(eq(staff.id, staffId), or(isNull(staff.factorStep), lt(staff.factorStep, step))))
		.returning({ id: staff.id });
	return moved.length === 1;
}

/** Ten recovery codes, shown once; only their HMACs are kept. Replaces earlier ones. */
export async function makeRecoveryCodes(context: Context, staffId: number): Promise<string[]> {
	const codes = Array.from({ length: 10 }, () => `${group()}-${group()}`);
	await context.db.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId));
	await context.db.insert(recoveryCodes).values(codes.map((code) => ({ staffId, codeMac: macOf(context, code) })));
	return codes;
}

/** A recovery code works once. */
export async function useRecoveryCode(context: Context, staffId: number, code: string): Promise<boolean> {
	const used = await context.db
		.update(recoveryCodes)
		.set({ usedAt: context.now })
		.where(
			and(
				eq(recoveryCodes.staffId, staffId),
				eq(recoveryCodes.codeMac, macOf(context, code)),
				isNull(recoveryCodes.usedAt)
			)
		)
		.returning({ staffId: recoveryCodes.staffId });
	return used.length === 1;
}

function totp(secret: string, label: string): TOTP {
	return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period });
}

function group(): string {
	return String(randomInt(0, 100_000)).padStart(5, '0');
}

function macOf({ secrets }: Context, code: string): Buffer {
	return createHmac('sha256', secrets.pepper)
		.update(`recovery:${code.replace(/\D/g, '')}`)
		.digest();
}
