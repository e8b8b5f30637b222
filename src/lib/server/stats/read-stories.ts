import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../db/connect.ts';
import { type CaseEvent, type CaseFigures, foldCase } from './fold-case.ts';

/**
 * The rows of some cases as the ledger tells them, with what happened up to `asOf` and no later; in order of id. A
 * case that was not filed by then has none.
 */
export async function foldFromLedger(
	db: Database | Transaction,
	caseIds: readonly number[],
	asOf: Date | null = null
): Promise<CaseFigures[]> {
	const streams = caseIds.map((id) => `case:${id}`);
	const rows = await db.execute<CaseEvent & { stream: string }>(sql`
		select stream, position, kind, at, data from events
		where stream = any(${sql.param(streams)}::text[])
			${asOf ? sql`and at <= ${asOf.toISOString()}` : sql``}
		order by stream, position`);
	const stories = new Map<string, CaseEvent[]>();
	for (const { stream, ...event } of rows) stories.set(stream, [...(stories.get(stream) ?? []), event]);
	return [...stories]
		.map(([stream, events]) => foldCase(Number(stream.slice('case:'.length)), events))
		.sort((one, other) => one.caseId - other.caseId);
}
