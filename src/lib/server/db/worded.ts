import { type Placeholder, sql, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Database, Transaction } from './connect.ts';

type Place = Database | Transaction;
type Values = Record<string, unknown>;
/**
 * Where the values go, under their names. A column encodes what is inserted into it; what it is compared with, or set
 * to, goes as it is, so a Date wants `sql.param(at.name, column)` there.
 */
export type At<V> = { [Name in keyof V & string]: Placeholder<Name> };
/** What drizzle's `.prepare()` makes. */
type Prepared<Result> = { execute: (values?: Values) => Promise<Result> };

/**
 * A query that drizzle words once for the whole process: the wording costs more than asking it. Runs on the pool or
 * transaction of the caller. For what every visitor asks; every call brings the same names.
 */
export function worded<V extends Values, Result>(
	word: (db: Place, at: At<V>) => Prepared<Result>
): (db: Place, values: V) => Promise<Result> {
	let query: Prepared<Result> | null = null;
	return (db, values) => {
		query ??= word(db, placesOf(values));
		// the wording holds the client it was made with: lend it the caller's
		const asked: Prepared<Result> = Object.create(query, { client: { value: sessionOf(db).client } });
		return asked.execute(values);
	};
}

/** The same for a statement in our own words; its rows come as the driver gives them. */
export function wordedStatement<V extends Values, Row>(
	statement: (db: Place, at: At<V>) => SQL
): (db: Place, values: V) => Promise<Row[]> {
	return worded((db, at: At<V>) =>
		sessionOf(db).prepareQuery<{ execute: Row[]; all: unknown; values: unknown }>(
			new PgDialect({ casing: 'snake_case' }).sqlToQuery(statement(db, at)),
			undefined,
			'statement',
			false
		)
	);
}

function placesOf<V extends Values>(values: V): At<V> {
	return Object.fromEntries(Object.keys(values).map((name) => [name, sql.placeholder(name)])) as At<V>;
}

function sessionOf(db: Place) {
	const { session } = db._;
	if (!(session instanceof PostgresJsSession)) throw new Error('a query is asked of a database we did not connect');
	return session;
}
