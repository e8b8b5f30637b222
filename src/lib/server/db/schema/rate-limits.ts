import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './instant.ts';

/** Counters of rate-limiter-flexible. Keys hold HMACs of networks, never an address. */
export const rateLimits = pgTable(
	'rate_limits',
	{
		key: text().primaryKey(),
		points: integer().notNull(),
		expire: instant()
	},
	(table) => [index().on(table.expire)]
);
