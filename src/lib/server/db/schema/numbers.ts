import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './instant.ts';

/** Every number ever drawn. On-line filing draws and uses one at once; a kiosk leases a block. */
export const caseNumbers = pgTable(
	'case_numbers',
	{
		number: text().primaryKey(),
		state: text().$type<'free' | 'leased' | 'used'>().notNull(),
		leasedTo: text(),
		drawnAt: instant().notNull()
	},
	(table) => [
		index()
			.on(table.state, table.leasedTo)
			.where(sql`${table.state} <> 'used'`)
	]
);
