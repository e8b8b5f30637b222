import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { RefusalReason } from '../../domain/refusal-reasons.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { assertOffered } from './offered-reason.ts';
import { succeedMain } from './succeed-main.ts';
import { type Case, permit } from './take-case.ts';
import { takeGroup } from './take-group.ts';

/**
 * 不予受理: one of eight reasons, in plain words, with another route. On a re-check (复核一次) another person decides;
 * throws `case.rechecker-must-differ`, and `reason.not-offered` for one the office has taken out of use.
 */
export function rejectCase(
	context: Context,
	number: CaseNumber,
	{ version, reason, words, route }: { version: number; reason: RefusalReason; words: string; route: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { subject, parts } = await takeGroup(context, number, version);
		permit(context, 'reject', subject);
		await assertOffered(context, 'refusalReason', reason);
		const { actor, now } = context;
		const by = actor.kind === 'staff' ? actor.id : null;
		if (subject.recheckedAt && subject.rejectedById === by) throw new Refusal('case.rechecker-must-differ');
		const text = await writeText(context, subject.id, 'reason', { text: words, route });
		const rejected = await advance(context, subject, 'reject', {
			dueAt: null,
			rejectedById: by,
			closedAt: now,
			closedAs: 'rejected'
		});
		await record(context, caseStream(subject.id), 'case.rejected', { reason, words: text });
		await succeedMain(context, subject, parts);
		return rejected;
	});
}
