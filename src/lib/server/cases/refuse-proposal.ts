import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { permitDecision, settle, takeProposal } from './open-proposal.ts';
import { type Case, takeCase } from './take-case.ts';

/**
 * 不同意, with a reason for who proposed it; the resident hears nothing of it. A case that waited for its extension is
 * in hand again, with the due it had. Throws `case.proposal-gone`, `case.second-person`.
 */
export function refuseProposal(
	context: Context,
	number: CaseNumber,
	{ version, proposalId, reason }: { version: number; proposalId: number; reason: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		const proposal = await takeProposal(context, subject, proposalId);
		await permitDecision(context, subject, proposal);
		await settle(context, proposal, 'refused');
		const act = proposal.kind === 'extension' ? 'refuse-extension' : 'refuse-proposal';
		const refused = await advance(context, subject, act);
		await record(context, caseStream(subject.id), 'case.proposal-refused', {
			proposalId,
			proposal: proposal.kind,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		return refused;
	});
}
