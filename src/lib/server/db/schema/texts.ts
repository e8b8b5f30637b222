import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { TextKind } from '../../../domain/texts.ts';
import { bytea } from './bytea.ts';
import { instant } from './instant.ts';

/**
 * Append-only versions of every text that residents or auditors read. An event names the version and its digest,
 * SHA-256(nonce ‖ body), so erasing body and nonce leaves the chain valid (design/trust: erasure).
 */
export const texts = pgTable(
	'texts',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		caseId: bigint({ mode: 'number' }),
		kind: text().$type<TextKind>().notNull(),
		/** Canonical JSON of named parts, e.g. {"text":"…"}; null once erased. */
		body: text(),
		nonce: bytea(),
		digest: bytea().notNull(),
		createdAt: instant().notNull()
	},
	(table) => [index().on(table.caseId, table.id)]
);
