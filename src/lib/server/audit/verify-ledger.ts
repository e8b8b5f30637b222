import { desc, eq, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { ledgerChecks } from '../db/schema/watching.ts';
import { findLostStream, verifySome } from '../events/verify.ts';

type Check = typeof ledgerChecks.$inferSelect;
/** A round that stands longer than this is not gone on with: what it saw is old. */
const freshMs = 20 * 3_600_000;

/**
 * The nightly round over the whole ledger, batch by batch: after each it is stored how far it came, and what is cut
 * short goes on from there. Its verdict stands on the page of 审计.
 */
export async function verifyLedgerByNight(context: Context, most = 20_000) {
	const { db } = context;
	let check = await takeUp(context);
	for (let isDone = false; !isDone;) {
		const counts = { events: check.events, streams: check.streams, texts: check.texts };
		const { fault, next } = await verifySome(db, check.afterStream, counts, most);
		const found = fault ?? (next === null ? await findLostStream(db) : null);
		isDone = next === null;
		const [kept] = await db
			.update(ledgerChecks)
			.set({
				...counts,
				afterStream: next ?? check.afterStream,
				...(isDone ? { endedAt: context.now } : {}),
				...(found && !found.isValid ? { brokenAt: found.where, why: found.why } : {})
			})
			.where(eq(ledgerChecks.id, check.id))
			.returning();
		if (!kept) throw new Error('a round over the ledger was lost');
		check = kept;
	}
	const { events, streams, texts, brokenAt } = check;
	return { events, streams, texts, broken: brokenAt === null ? 0 : 1 };
}

/** The round that was cut short, or a new one. */
async function takeUp({ db, now }: Context): Promise<Check> {
	const [open] = await db
		.select()
		.from(ledgerChecks)
		.where(isNull(ledgerChecks.endedAt))
		.orderBy(desc(ledgerChecks.id))
		.limit(1);
	if (open && now.getTime() - open.begunAt.getTime() < freshMs) return open;
	const [begun] = await db.insert(ledgerChecks).values({ begunAt: now }).returning();
	if (!begun) throw new Error('a round over the ledger was not begun');
	return begun;
}

/** The last round that came to its end, or null before the first. */
export async function findLastCheck({ db }: Pick<Context, 'db'>): Promise<Check | null> {
	const rows = await db.select().from(ledgerChecks).orderBy(desc(ledgerChecks.id)).limit(2);
	return rows.find(({ endedAt }) => endedAt !== null) ?? null;
}
