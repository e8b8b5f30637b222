import type { Context } from '../context.ts';
import { assignments } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { dueOf } from './accept.ts';
import { advance } from './advance.ts';
import { inChargeAgain } from './in-charge.ts';
import { moveTo } from './merge.ts';
import type { Case } from './take-case.ts';
import { apart } from './un-merge.ts';

/**
 * A main case that ended without an answer leaves its parts behind: the oldest becomes their main, with its own clock.
 * It goes on with the unit and person who had the matter in hand; where nobody had, in the state it was merged from.
 * `former` is the main as it was before it ended.
 */
export async function succeedMain(context: Context, former: Case, parts: readonly Case[]): Promise<void> {
	const [heir, ...others] = [...parts].sort(
		(one, other) => one.submittedAt.getTime() - other.submittedAt.getTime() || one.id - other.id
	);
	if (!heir) return;
	const hands = handsOf(former, heir);
	const dueAt = heir.mergedDueAt ?? heir.firstDueAt;
	const ownerId = hands?.ownerId ?? (await inChargeAgain(context, heir));
	const next = hands
		? await advance(context, { ...heir, resumesTo: 'processing' }, 'succeed-main', { ...apart, ...hands, dueAt })
		: await advance(context, heir, 'succeed-main', { ...apart, ownerId, dueAt });
	if (hands) {
		const { now, db } = context;
		await db.insert(assignments).values({ caseId: heir.id, unitId: hands.unitId, assignedAt: now, signedAt: now });
	}
	await record(context, caseStream(heir.id), 'case.succeeded-main', {
		formerMainId: former.id,
		ownerId: next.ownerId,
		...(hands ? { unitId: hands.unitId } : {}),
		dueAt: dueOf(next)
	});
	for (const part of others) await moveTo(context, part, next);
}

/** The unit that had the former main; of a confidential heir it gets nothing before the check for clues (ruling 8). */
function handsOf({ unitId, ownerId, firstHandlerId, state }: Case, heir: Case) {
	const isUnchecked = heir.identity === 'confidential' && heir.checkedTextId === null;
	if (unitId === null || state === 'return_requested' || isUnchecked) return null;
	return { unitId, ownerId, firstHandlerId: firstHandlerId ?? ownerId };
}
