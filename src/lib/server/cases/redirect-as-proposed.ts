import type { Context } from '../context.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { endDrafts } from './end-drafts.ts';
import type { Proposal } from './open-proposal.ts';
import type { Case } from './take-case.ts';

/** 转其他渠道 from 办理中: ends as a redirection at the desk does, with the unit's own words. */
export async function redirectAsProposed(
	context: Context,
	subject: Case,
	_proposal: Proposal,
	words: TextRef
): Promise<Case> {
	const redirected = await advance(context, subject, 'redirect', {
		dueAt: null,
		closedAt: context.now,
		closedAs: 'redirected'
	});
	await endDrafts(context, subject.id);
	await record(context, caseStream(subject.id), 'case.redirected', { words });
	return redirected;
}
