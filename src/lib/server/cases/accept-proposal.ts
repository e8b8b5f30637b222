import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { grantExtension } from './grant-extension.ts';
import { listLongTerm } from './list-long-term.ts';
import { permitDecision, settle, takeProposal, wordsOf } from './open-proposal.ts';
import { redirectAsProposed } from './redirect-as-proposed.ts';
import { type Case, takeCase } from './take-case.ts';
import { transferCase } from './transfer-case.ts';

const done = {
	extension: grantExtension,
	'long-term': listLongTerm,
	redirect: redirectAsProposed,
	transfer: transferCase
};

/**
 * 同意: what was proposed is done, and the resident reads the words as they were proposed, in the same moment. By
 * another person than who proposed it. Throws `case.proposal-gone`, `case.second-person`, and what the thing done throws.
 */
export function acceptProposal(
	context: Context,
	number: CaseNumber,
	{ version, proposalId }: { version: number; proposalId: number }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		const proposal = await takeProposal(context, subject, proposalId);
		await permitDecision(context, subject, proposal);
		await settle(context, proposal, 'accepted');
		return done[proposal.kind](context, subject, proposal, await wordsOf(context, proposal));
	});
}
