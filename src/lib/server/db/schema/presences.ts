import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PresenceAct } from '../../../domain/presence.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

/** Who is at a case now. A row is gone half a minute after its last sign of life: it is no record of anybody's work. */
export const presences = pgTable(
	'presences',
	{
		caseId: bigint({ mode: 'number' })
			.notNull()
			.references(() => cases.id),
		staffId: bigint({ mode: 'number' })
			.notNull()
			.references(() => staff.id),
		act: text().$type<PresenceAct>().notNull(),
		seenAt: instant().notNull()
	},
	(table) => [primaryKey({ columns: [table.caseId, table.staffId] }), index().on(table.seenAt)]
);
