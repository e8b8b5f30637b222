import { createHash } from 'node:crypto';
import { countDistinct, count, eq } from 'drizzle-orm';
import type { Database } from '../../src/lib/server/db/connect.ts';
import { cases } from '../../src/lib/server/db/schema/cases.ts';
import { texts } from '../../src/lib/server/db/schema/texts.ts';
import { verifyLedger } from '../../src/lib/server/events/verify.ts';
import type { Resident } from './resident.ts';

/** What the database holds, beside what the residents were told. */
export type Balance = {
	stored: number;
	/** Cases whose words another case has too: every resident wrote words of their own. */
	duplicates: number;
	/** Residents who were told "we have it" and whose submission key is nowhere. */
	missing: Resident[];
	/** Residents who were shown no number at all. */
	unnumbered: number;
	/** Residents whose receipts and case do not all bear the same number. */
	changed: number;
	ledger: Awaited<ReturnType<typeof verifyLedger>>;
};

/** Compares what was acknowledged with what is stored, and recomputes the ledger. */
export async function settleUp(db: Database, acknowledged: readonly Resident[]): Promise<Balance> {
	const rows = await db.select({ key: cases.submissionKeyHash, number: cases.number }).from(cases);
	const numberOf = new Map(rows.map(({ key, number }) => [key.toString('hex'), number]));
	const [matters] = await db
		.select({ all: count(), different: countDistinct(texts.body) })
		.from(texts)
		.where(eq(texts.kind, 'matter'));
	const storedNumber = ({ submissionKey }: Resident) =>
		numberOf.get(createHash('sha256').update(submissionKey).digest('hex'));
	const missing = acknowledged.filter((resident) => !storedNumber(resident));
	return {
		stored: rows.length,
		duplicates: (matters?.all ?? 0) - (matters?.different ?? 0),
		missing,
		unnumbered: acknowledged.filter(({ numbers }) => numbers.size === 0).length,
		changed: acknowledged.filter((resident) => {
			const stored = storedNumber(resident);
			return new Set([...resident.numbers, ...(stored ? [stored] : [])]).size > 1;
		}).length,
		ledger: await verifyLedger(db)
	};
}
