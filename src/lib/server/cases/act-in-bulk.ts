import { and, eq, inArray } from 'drizzle-orm';
import { areOfOneKind, type BulkAct, bulkActsOf, type Chosen, mostAtOnce } from '../../domain/bulk.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { bulkItems, bulkRuns } from '../db/schema/queue-tools.ts';
import { acceptCase } from './accept.ts';
import { addNote } from './add-note.ts';
import { acceptAndAssign, assignCase } from './assign.ts';
import { findSent } from './queries/bulk.ts';
import { visibleTo } from './queries/visible-to.ts';
import { reassignCase } from './reassign.ts';
import { superviseCase } from './supervise.ts';
import { urgeCase } from './urge.ts';

type StaffContext = Context<StaffActor>;
/** What is done to each of the chosen cases. */
export type BulkWork =
	| { act: 'accept' }
	| { act: 'assign'; unitId: number; instruction: string }
	| { act: 'reassign'; ownerId: number; reason: string }
	| { act: 'urge' | 'supervise' | 'add-note'; text: string };

/**
 * 批量: the same act on up to 200 cases, each an act and a transaction of its own; what is refused stays as it was, and
 * the run says why. `key` names the post: sent again it goes on where it stopped and does nothing twice. Returns the
 * run's id. Throws `bulk.none`, `bulk.too-many`, `bulk.mixed-kinds` (交办 of several kinds), `case.not-yours`.
 */
export async function actInBulk(
	context: StaffContext,
	{ key, chosen, work }: { key: string; chosen: readonly Chosen[]; work: BulkWork }
): Promise<number> {
	if (!bulkActsOf(context.actor).includes(work.act)) throw new Refusal('case.not-yours');
	if (chosen.length === 0) throw new Refusal('bulk.none');
	if (chosen.length > mostAtOnce) throw new Refusal('bulk.too-many');
	const begun = await findSent(context, key);
	if (!begun && work.act === 'assign') await assertOneKind(context, chosen);
	const runId = begun ?? (await beginRun(context, key, work.act));
	for (const one of chosen) await doOne(context, runId, one, work);
	return runId;
}

async function beginRun(context: StaffContext, key: string, act: BulkAct): Promise<number> {
	const { db, actor, now } = context;
	const run = { staffId: actor.id, key, act, startedAt: now };
	const [made] = await db.insert(bulkRuns).values(run).onConflictDoNothing().returning({ id: bulkRuns.id });
	const id = made?.id ?? (await findSent(context, key));
	if (id === null) throw new Error('a run was not stored');
	return id;
}

/** The mark that a case is done commits with the act: whoever comes second with the same key waits for it, and passes by. */
async function doOne(context: StaffContext, runId: number, one: Chosen, work: BulkWork): Promise<void> {
	const item = { runId, number: one.number };
	try {
		await inTransaction(context, async (context) => {
			const [marked] = await context.db.insert(bulkItems).values(item).onConflictDoNothing().returning();
			if (marked) await perform(context, one, work);
		});
	} catch (fault) {
		if (!(fault instanceof Refusal)) throw fault;
		const { key: refusal, details } = fault;
		await context.db
			.insert(bulkItems)
			.values({ ...item, refusal, details })
			.onConflictDoNothing();
	}
}

function perform(context: StaffContext, { number, version }: Chosen, work: BulkWork): Promise<unknown> {
	switch (work.act) {
		case 'accept':
			return acceptCase(context, number, version);
		case 'assign':
			return assignOne(context, { number, version }, work);
		case 'reassign':
			return reassignCase(context, number, { version, ownerId: work.ownerId, reason: work.reason });
		case 'urge':
			return urgeCase(context, number, { version, text: work.text });
		case 'supervise':
			return superviseCase(context, number, { version, text: work.text });
		case 'add-note':
			return addNote(context, number, { version, text: work.text });
	}
}

/** What nobody has accepted yet is accepted with it. */
async function assignOne(
	context: StaffContext,
	{ number, version }: Chosen,
	{ unitId, instruction }: { unitId: number; instruction: string }
): Promise<unknown> {
	const [found] = await context.db
		.select({ state: cases.state })
		.from(cases)
		.where(and(eq(cases.number, number), visibleTo(context)));
	const act = found?.state === 'submitted' ? acceptAndAssign : assignCase;
	return act(context, number, { version, unitId, instruction });
}

async function assertOneKind(context: StaffContext, chosen: readonly Chosen[]): Promise<void> {
	const numbers = chosen.map(({ number }) => number);
	const found = await context.db
		.select({ code: cases.categoryCode })
		.from(cases)
		.where(and(inArray(cases.number, numbers), visibleTo(context)))
		.limit(mostAtOnce);
	if (!areOfOneKind(found.map(({ code }) => code))) throw new Refusal('bulk.mixed-kinds');
}
