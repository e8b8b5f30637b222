import type { CaseNumber } from '../../domain/case-number.ts';
import { mayWithdraw } from '../../domain/proposal.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { settle, takeProposal } from './open-proposal.ts';
import { type Case, takeCase } from './take-case.ts';

/**
 * 收回申请, by who made it or has the case now; a case that waited for its extension is in hand again. Throws
 * `case.proposal-gone`.
 */
export function withdrawProposal(
	context: Context,
	number: CaseNumber,
	{ version, proposalId }: { version: number; proposalId: number }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		const proposal = await takeProposal(context, subject, proposalId);
		const { actor } = context;
		if (actor.kind !== 'staff' || !mayWithdraw(actor, subject, proposal)) throw new Refusal('case.not-yours');
		await settle(context, proposal, 'withdrawn');
		const act = proposal.kind === 'extension' ? 'withdraw-extension' : 'withdraw-proposal';
		const kept = await advance(context, subject, act);
		await record(context, caseStream(subject.id), 'case.proposal-withdrawn', { proposalId, proposal: proposal.kind });
		return kept;
	});
}
