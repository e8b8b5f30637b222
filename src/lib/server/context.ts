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
	/** Present inside a transaction: what was sent along, and whether there is something to announce. */
	transaction?: { sentAlong: Promise<unknown>[]; hasRecorded: boolean };
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
	const transaction = { sentAlong: [], hasRecorded: false };
	const result = await context.db.transaction((db) => work({ ...context, db, transaction }));
	// PostgreSQL answers the commit of a transaction in which anything failed by rolling back
	await Promise.all(transaction.sentAlong);
	if (transaction.hasRecorded) context.announce();
	return result;
}

/** Wakes delivery: at once, or when the transaction under way has committed. */
export function hasRecorded({ transaction, announce }: Context): void {
	if (transaction) transaction.hasRecorded = true;
	else announce();
}

/**
 * Lets a statement of a transaction go out together with what follows it, the commit at the latest, instead of
 * waiting for its answer. Where it fails the whole transaction fails.
 */
export function sendAlong({ transaction }: Context, statement: PromiseLike<unknown>): void {
	if (!transaction) throw new Error('a statement was sent along outside a transaction');
	// drizzle's statements run when they are asked, and each time: this one now, and once
	const sent = new Promise((resolve, reject) => void statement.then(resolve, reject));
	sent.catch(() => {});
	transaction.sentAlong.push(sent);
}
