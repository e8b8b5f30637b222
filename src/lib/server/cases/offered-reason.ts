import { and, eq } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { wordings } from '../db/schema/watching.ts';

/** A reason the office has taken out of use is given no more: throws `reason.not-offered`. */
export async function assertOffered({ db }: Context, list: 'refusalReason' | 'revealReason', code: string) {
	const rests = and(eq(wordings.key, `${list}.${code}`), eq(wordings.isOffered, false));
	if ((await db.$count(wordings, rests)) > 0) throw new Refusal('reason.not-offered');
}
