import { and, eq } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { mayDecide } from '../../domain/proposal.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { proposals } from '../db/schema/proposals.ts';
import { texts } from '../db/schema/texts.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { anotherDispatcher, anotherHead, leadFor } from './in-charge.ts';
import type { Case } from './take-case.ts';

export type Proposal = typeof proposals.$inferSelect;
type What = Pick<Proposal, 'kind'> & Partial<Pick<Proposal, 'unitId' | 'oldDueAt' | 'newDueAt' | 'cycleDays'>>;

/** The one open proposal of a case, or undefined. */
export async function findOpenProposal({ db }: Pick<Context, 'db'>, caseId: number): Promise<Proposal | undefined> {
	const [open] = await db
		.select()
		.from(proposals)
		.where(and(eq(proposals.caseId, caseId), eq(proposals.state, 'open')))
		.limit(1);
	return open;
}

/** Throws `case.proposal-open` where somebody already waits for a decision. */
export async function assertNothingProposed(context: Context, subject: Case): Promise<void> {
	if (await findOpenProposal(context, subject.id)) throw new Refusal('case.proposal-open');
}

/** Puts a proposal before whoever decides it. The case is locked and has no other open. */
export async function openProposal(context: Context, subject: Case, what: What, words: TextRef): Promise<Proposal> {
	const { actor, db, now } = context;
	if (actor.kind !== 'staff') throw new Refusal('case.not-yours');
	const deciderId = await deciderFor(context, subject, { ...what, unitId: what.unitId ?? null }, actor.id);
	const [proposal] = await db
		.insert(proposals)
		.values({
			...what,
			caseId: subject.id,
			state: 'open',
			proposedById: actor.id,
			proposedAt: now,
			textId: words.textId,
			deciderId
		})
		.returning();
	if (!proposal) throw new Error('a proposal was not stored');
	await record(context, caseStream(subject.id), 'case.proposed', {
		proposalId: proposal.id,
		proposal: what.kind,
		words,
		...(what.unitId && { unitId: what.unitId }),
		...(what.oldDueAt && { oldDueAt: what.oldDueAt.toISOString() }),
		...(what.newDueAt && { newDueAt: what.newDueAt.toISOString() })
	});
	return proposal;
}

/** The open proposal a form was made from. Throws `case.proposal-gone`. */
export async function takeProposal(context: Context, subject: Case, proposalId: number): Promise<Proposal> {
	const open = await findOpenProposal(context, subject.id);
	if (open?.id !== proposalId) throw new Refusal('case.proposal-gone');
	return open;
}

/** Throws `case.second-person` at who proposed it, `case.not-yours` at whoever may not decide it. */
export async function permitDecision(context: Context, subject: Case, proposal: Proposal): Promise<StaffActor> {
	const { actor } = context;
	if (actor.kind !== 'staff') throw new Refusal('case.not-yours');
	if (actor.id === proposal.proposedById) throw new Refusal('case.second-person');
	if (!(await decides({ ...context, actor }, subject, proposal))) throw new Refusal('case.not-yours');
	return actor;
}

/** May this person decide it: by right, or because whom it was put before is not there any more? */
export async function decides(context: Context<StaffActor>, subject: Case, proposal: Proposal): Promise<boolean> {
	if (mayDecide(context.actor, subject, proposal)) return true;
	const isAbove = context.actor.roles.some((role) => ['head', 'lead-official', 'supervisor'].includes(role));
	if (!isAbove || context.actor.id === proposal.proposedById) return false;
	return (await deciderFor(context, subject, proposal, proposal.proposedById)) === context.actor.id;
}

/** Ends an open proposal as decided or taken back. */
export async function settle(
	{ actor, db, now }: Context,
	proposal: Pick<Proposal, 'id'>,
	state: 'accepted' | 'refused' | 'withdrawn'
): Promise<void> {
	const decidedById = actor.kind === 'staff' ? actor.id : null;
	await db.update(proposals).set({ state, decidedAt: now, decidedById }).where(eq(proposals.id, proposal.id));
}

/** The case has left the state in which it was proposed: nothing is left to decide. */
export async function endOpenProposal(context: Context, caseId: number): Promise<void> {
	const open = await findOpenProposal(context, caseId);
	if (!open) return;
	await settle(context, open, 'withdrawn');
	await record(context, caseStream(caseId), 'case.proposal-withdrawn', { proposalId: open.id, proposal: open.kind });
}

/** Somebody was excluded from the case: what waited for them waits for the next who may decide it. */
export async function putBeforeEligible(context: Context, subject: Case): Promise<void> {
	const open = await findOpenProposal(context, subject.id);
	if (!open) return;
	const deciderId = await deciderFor(context, subject, open, open.proposedById);
	await context.db.update(proposals).set({ deciderId }).where(eq(proposals.id, open.id));
}

/** The words as they were proposed: what the decider read is what the resident reads. */
export async function wordsOf({ db }: Context, { textId }: Proposal): Promise<TextRef> {
	const [text] = await db.select({ digest: texts.digest }).from(texts).where(eq(texts.id, textId)).limit(1);
	if (!text) throw new Refusal('case.proposal-gone');
	return { textId, digest: text.digest.toString('hex') };
}

/** Before whom it is put; a unit too small for two people goes one up. */
async function deciderFor(
	context: Context,
	subject: Case,
	{ kind, unitId }: Pick<Proposal, 'kind' | 'unitId'>,
	proposerId: number
): Promise<number> {
	if (kind === 'long-term') return leadFor(context, subject, proposerId);
	if (kind === 'redirect') return anotherDispatcher(context, subject, proposerId);
	const decidingUnit = kind === 'transfer' ? unitId : subject.unitId;
	if (decidingUnit === null) throw new Refusal('case.not-in-this-state', { state: subject.state });
	return anotherHead(context, subject, decidingUnit, [proposerId]);
}
