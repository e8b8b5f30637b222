import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';

/** Whoever is not an administrator learns nothing. */
export async function administer<T>(
	context: Context<StaffActor>,
	work: (context: Context<StaffActor>) => Promise<T>
): Promise<T> {
	if (!context.actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	return inTransaction(context, work);
}
