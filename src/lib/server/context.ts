import type { Actor } from '../domain/permissions.ts';
import type { Database, Transaction } from './db/connect.ts';
import type { Secrets } from './vault/secrets.ts';

/** Everything an act may know besides its input: over which database, for whom, when. */
export type Context<A extends Actor = Actor> = {
	db: Database | Transaction;
	actor: A;
	now: Date;
	secrets: Secrets;
	/** DATA_DIR/files. */
	filesDir: string;
	/** Told after the commit which cases and streams changed; wakes delivery and live pages. */
	announce: (topics: readonly string[]) => void;
	/** Present inside a transaction: what to announce once it has committed. */
	pending?: Set<string>;
};

/**
 * Runs `work` in one transaction: state change and event commit together or not at all. Inside another act's
 * transaction it joins that one, so a small office can accept and assign in one step.
 */
export async function inTransaction<A extends Actor, T>(
	context: Context<A>,
	work: (context: Context<A>) => Promise<T>
): Promise<T> {
	if (context.pending) return work(context);
	const pending = new Set<string>();
	const result = await context.db.transaction((db) => work({ ...context, db, pending }));
	if (pending.size > 0) context.announce([...pending]);
	return result;
}
