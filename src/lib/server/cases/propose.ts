import type { CaseNumber } from '../../domain/case-number.ts';
import { assertPlan, type Phase, planParts } from '../../domain/phase-plan.ts';
import { mayBeProposed, type ProposalKind } from '../../domain/proposal.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { phases } from '../db/schema/proposals.ts';
import { writeText } from '../events/write-text.ts';
import { assertUnitMayHave } from './in-charge.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { assertNothingProposed, openProposal, type Proposal } from './open-proposal.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 申请移交其他单位: the case keeps unit, owner and clock until the other unit's head or the dispatcher accepts
 * (首接负责). The reason is what the resident reads then. Throws `case.same-unit-as-now`, `case.excluded-unit`,
 * `case.proposal-open`.
 */
export function proposeTransfer(
	context: Context,
	number: CaseNumber,
	{ version, unitId, reason }: { version: number; unitId: number; reason: string }
): Promise<Proposal> {
	return propose(context, number, version, 'transfer', async (context, subject) => {
		if (unitId === subject.unitId) throw new Refusal('case.same-unit-as-now');
		await assertUnitMayHave(context, subject, unitId);
		const words = await writeText(context, subject.id, 'proposal', { text: reason });
		return openProposal(context, subject, { kind: 'transfer', unitId }, words);
	});
}

/** 申请转其他渠道 from 办理中: whom the resident should turn to, decided by a dispatcher. Throws `case.proposal-open`. */
export function proposeRedirect(
	context: Context,
	number: CaseNumber,
	{ version, body, phone, how }: { version: number; body: string; phone: string; how: string }
): Promise<Proposal> {
	return propose(context, number, version, 'redirect', async (context, subject) => {
		const words = await writeText(context, subject.id, 'proposal', { body, phone, text: how });
		return openProposal(context, subject, { kind: 'redirect' }, words);
	});
}

/**
 * 申请列入长期事项: why it takes long, the plan in dated phases, and how often the resident is told; decided by the
 * lead official. Throws `case.proposal-open` and what `assertPlan` throws.
 */
export function proposeLongTerm(
	context: Context,
	number: CaseNumber,
	plan: { version: number; reason: string; phases: readonly Phase[]; cycleDays: number }
): Promise<Proposal> {
	return propose(context, number, plan.version, 'long-term', async (context, subject) => {
		const rules = await rulesAt(context.db, subject.submittedAt);
		assertPlan({ ...plan, longestCycle: rules['notice.longTermDays'], now: context.now });
		const { reason, cycleDays } = plan;
		const words = await writeText(context, subject.id, 'proposal', { text: reason, ...planParts(plan.phases) });
		const proposal = await openProposal(context, subject, { kind: 'long-term', cycleDays }, words);
		await context.db.insert(phases).values(
			plan.phases.map(({ dueOn }, index) => ({
				caseId: subject.id,
				proposalId: proposal.id,
				position: index + 1,
				dueOn
			}))
		);
		return proposal;
	});
}

function propose(
	context: Context,
	number: CaseNumber,
	version: number,
	kind: ProposalKind,
	put: (context: Context, subject: Case) => Promise<Proposal>
): Promise<Proposal> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'propose', subject);
		if (!mayBeProposed(kind, subject.state)) throw new Refusal('case.not-in-this-state', { state: subject.state });
		await assertNothingProposed(context, subject);
		return put(context, await advance(context, subject, 'propose'));
	});
}
