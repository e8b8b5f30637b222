import type { Sql, TransactionSql } from 'postgres';

type Work = (transaction: TransactionSql) => Promise<unknown>;
type Unsafe = Sql['unsafe'];

/**
 * The client as drizzle gets it: statements are prepared once a connection, and transactions end when their connection
 * is lost. postgres.js rejects such a transaction at once, but lets its work go on with the same connection object,
 * which has a new line by then and may carry somebody else's transaction: a late statement, `rollback` or `commit`
 * would fall into that one. So nothing of a lost transaction is let through any more.
 */
export function steady(sql: Sql): Sql {
	const begin = async (work: Work) => {
		const end = { hasCome: false };
		try {
			return await sql.begin((transaction) => untilTheEnd(work(guarded(transaction, end)), end));
		} finally {
			end.hasCome = true;
		}
	};
	const ours = { begin, unsafe: prepared(sql.unsafe) };
	return new Proxy(sql, { get: (client, name) => Reflect.get(name in ours ? ours : client, name) });
}

/** The work's outcome; after the end there is none, and the driver neither commits nor rolls back. */
function untilTheEnd(work: Promise<unknown>, end: { hasCome: boolean }): Promise<unknown> {
	return new Promise((resolve, reject) => {
		work.then(
			(result) => void (end.hasCome || resolve(result)),
			(fault) => void (end.hasCome || reject(fault))
		);
	});
}

function guarded(transaction: TransactionSql, end: { hasCome: boolean }): TransactionSql {
	const send = prepared(transaction.unsafe);
	const unsafe: Unsafe = (text, values, options) => {
		if (end.hasCome) throw Object.assign(new Error('the transaction is over'), { code: 'CONNECTION_CLOSED' });
		return send(text, values, options);
	};
	return new Proxy(transaction, { get: (client, name) => (name === 'unsafe' ? unsafe : Reflect.get(client, name)) });
}

/**
 * drizzle sends every statement by `unsafe` and has it parsed and planned each time, in a round trip of its own. The
 * texts are few and hold no values, so each connection may keep them.
 */
function prepared(unsafe: Unsafe): Unsafe {
	return (text, values, options) => unsafe(text, values, { ...options, prepare: true });
}
