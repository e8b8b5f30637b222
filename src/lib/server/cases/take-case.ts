import { and, desc, eq, inArray, type SQL } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { Act } from '../../domain/lifecycle.ts';
import { may } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { events } from '../db/schema/events.ts';
import { staff } from '../db/schema/staff.ts';
import type { EventKind } from '../events/catalogue.ts';
import { caseStream } from '../events/record.ts';
import { visibleTo } from './queries/visible-to.ts';

export type Case = typeof cases.$inferSelect;

/**
 * Finds a case the actor may see and locks its row, which also orders its stream of events. `version` is what the
 * form was made from; `null` for acts of the clock. Throws `case.not-found`, or `case.changed` with who did what
 * when if state, owner or due has moved since (trust D13). `within` is for the few acts with rights of their own.
 */
export async function takeCase(
	context: Context,
	number: CaseNumber,
	version: number | null,
	within: SQL | undefined = visibleTo(context)
): Promise<Case> {
	const [subject] = await context.db
		.select()
		.from(cases)
		.where(and(eq(cases.number, number), within))
		.for('update');
	if (!subject) throw new Refusal('case.not-found');
	if (version !== null && version !== subject.version) throw await changed(context, subject);
	return subject;
}

/** Denies unless the table of permissions allows this actor this act on this case. */
export function permit(context: Context, act: Act, subject: Case): void {
	if (!may(context.actor, act, subject)) throw new Refusal('case.not-yours');
}

/** What moves state, owner or due (ruling 30): a note or a supplement that came after it is not what stood in the way. */
const moving: readonly EventKind[] = [
	...(['case.submitted', 'case.accepted', 'case.info-requested', 'case.info-supplied', 'case.info-lapsed'] as const),
	...(['case.rejected', 'case.recheck-requested', 'case.redirected', 'case.answered-on-the-spot'] as const),
	...(['case.classified', 'case.excluded', 'case.assigned', 'case.signed', 'case.signing-lapsed'] as const),
	...(['case.return-requested', 'case.designated', 'case.reassigned', 'case.handed-over', 'case.transferred'] as const),
	...(['case.draft-submitted', 'case.draft-returned', 'case.answered', 'case.answered-with-main'] as const),
	...(['case.rework-opened', 'case.closed', 'case.withdrawn', 'case.made-confidential', 'case.archived'] as const),
	...(['case.proposed', 'case.proposal-withdrawn', 'case.proposal-refused', 'case.extended'] as const),
	...(['case.listed-long-term', 'case.phase-finished', 'case.taken-off-list'] as const),
	...(['case.merged', 'case.un-merged', 'case.succeeded-main'] as const)
];

/** The refusal of a form made from an older version: who did what, when. */
export async function changed(context: Context, subject: Case): Promise<Refusal> {
	const [last] = await context.db
		.select({ kind: events.kind, at: events.at, byKind: events.actorKind, by: staff.name })
		.from(events)
		.leftJoin(staff, eq(staff.id, events.actorId))
		.where(and(eq(events.stream, caseStream(subject.id)), inArray(events.kind, [...moving])))
		.orderBy(desc(events.position))
		.limit(1);
	return new Refusal('case.changed', {
		kind: last?.kind ?? 'case.submitted',
		by: last?.by ?? '',
		byKind: last?.byKind ?? 'system',
		at: (last?.at ?? context.now).toISOString()
	});
}
