import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { caseKeys } from '../db/schema/contacts.ts';
import { open, seal } from '../crypto/seal.ts';

/** The data key of a case, made at first need, wrapped by the current master key. */
export async function caseKey(context: Context, caseId: number): Promise<Buffer> {
	return (await findCaseKey(context, caseId)) ?? makeCaseKey(context, caseId);
}

/** The data key, or null where nothing of the case was ever sealed. */
export async function findCaseKey({ db, secrets }: Context, caseId: number): Promise<Buffer | null> {
	const [row] = await db.select().from(caseKeys).where(eq(caseKeys.caseId, caseId)).limit(1);
	return row ? open((id) => secrets.masterKeys.get(id), row.wrapped, `case_keys.wrapped:${caseId}`) : null;
}

async function makeCaseKey(context: Context, caseId: number): Promise<Buffer> {
	const { db, secrets } = context;
	const master = secrets.masterKeys.get(secrets.masterKeyId);
	if (!master) throw new Error('the current master key is missing');
	const key = randomBytes(32);
	const wrapped = seal(master, secrets.masterKeyId, key, `case_keys.wrapped:${caseId}`);
	const [made] = await db.insert(caseKeys).values({ caseId, wrapped }).onConflictDoNothing().returning();
	if (made) return key;
	const other = await findCaseKey(context, caseId);
	if (!other) throw new Error('a data key was not stored');
	return other;
}
