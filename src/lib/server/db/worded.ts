import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Database, Transaction } from './connect.ts';

type Place = Database | Transaction;
/** What drizzle's `.prepare()` makes. */
type Prepared<Result> = { execute: (values?: Record<string, unknown>) => Promise<Result> };

/**
 * A query that drizzle words once for the whole process (the wording costs more than asking it), with
 * `sql.placeholder` where its values go. Runs on the pool or transaction of the caller. For what every visitor asks.
 */
export function worded<Values extends Record<string, unknown>, Result>(
	word: (db: Place) => Prepared<Result>
): (db: Place, values: Values) => Promise<Result> {
	let query: Prepared<Result> | null = null;
	return (db, values) => {
		query ??= word(db);
		// the wording holds the client it was made with: lend it the caller's
		const asked: Prepared<Result> = Object.create(query, { client: { value: clientOf(db) } });
		return asked.execute(values);
	};
}

function clientOf(db: Place): unknown {
	const { session } = db._;
	if (!(session instanceof PostgresJsSession)) throw new Error('a query is asked of a database we did not connect');
	return session.client;
}
