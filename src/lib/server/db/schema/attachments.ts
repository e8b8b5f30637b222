import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';

/** A photo or a recording. Bytes lie sealed in DATA_DIR/files under our own name. */
export const attachments = pgTable(
	'attachments',
	{
		/** Also the file's name. */
		id: uuid().primaryKey(),
		caseId: bigint({ mode: 'number' }).references(() => cases.id),
		draftId: bytea(),
		/** The text it belongs to: matter, supplement, progress, answer. */
		textId: bigint({ mode: 'number' }),
		mime: text().notNull(),
		bytes: integer().notNull(),
		width: integer().notNull(),
		height: integer().notNull(),
		/** How long a recording takes; null = a photo. */
		seconds: integer(),
		/** The file's own key, wrapped under the draft's or the case's key. */
		wrappedKey: bytea().notNull(),
		/** Of a confidential case, only released photos reach the unit. */
		isReleased: boolean().notNull().default(false),
		uploadedById: bigint({ mode: 'number' }),
		createdAt: instant().notNull()
	},
	(table) => [index().on(table.caseId), index().on(table.draftId)]
);
