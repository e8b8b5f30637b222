import type { Actor } from '../domain/permissions.ts';
import type { Database, Transaction } from './db/connect.ts';
import type { Secrets } from './crypto/secrets.ts';

/** Everything an act may know besides its input: over which database, for whom, when. */
export type Context<A extends Actor = Actor> = {
	db: Database | Transaction;
	actor: A;
	now: Date;
	secrets: Secrets;
	/** DATA_DIR/files. */
	filesDir: string;
	/** The letters every case number starts with (a setting, NUMBER_PREFIX). */
	numberPrefix: string;
	/** Called after a commit that recorded something: wakes delivery. */
	announce: () => void;
	/** Present inside a transaction: the events that `record` has sent and nobody has waited for yet. */
	transaction?: { recorded: Promise<unknown>[] };
};

/**
 * Runs `work` in one transaction: state change and event commit together or not at all. Inside another act's
 * transaction it joins that one, so a small office can accept and assign in one step.
 */
export async function inTransaction<A extends Actor, T>(
	context: Context<A>,
	work: (context: Context<A>) => Promise<T>
): Promise<T> {
	if (context.transaction) return work(context);
	const transaction = { recorded: [] };
	const result = await context.db.transaction(async (db) => {
		const done = await work({ ...context, db, transaction });
		await Promise.all(transaction.recorded);
		return done;
	});
	if (transaction.recorded.length > 0) context.announce();
	return result;
}
