import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { succeedMain } from './succeed-main.ts';
import { type Case, permit } from './take-case.ts';
import { takeGroup } from './take-group.ts';
import { apart } from './un-merge.ts';
import { endDrafts } from './end-drafts.ts';

/**
 * 撤回 by the resident, in every open state before the answer, in rework, and as a part of another case. What was
 * merged into it goes on under the oldest part.
 */
export function withdrawCase(context: Context, number: CaseNumber, { reason }: { reason: string }): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { subject, main, parts } = await takeGroup(context, number, null);
		permit(context, 'withdraw', subject);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		const withdrawn = await advance(context, subject, 'withdraw', {
			dueAt: null,
			pausedAt: null,
			supplyBy: null,
			...apart,
			closedAt: context.now,
			closedAs: 'withdrawn'
		});
		await endDrafts(context, subject.id);
		await record(context, caseStream(subject.id), 'case.withdrawn', {
			reason: reason ? await writeText(context, subject.id, 'reason', { text: reason }) : null
		});
		if (main.id !== subject.id)
			await record(context, caseStream(main.id), 'case.part-un-merged', { partId: subject.id });
		else await succeedMain(context, subject, parts);
		return withdrawn;
	});
}
