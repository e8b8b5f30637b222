import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { dueOf } from './accept.ts';
import { advance } from './advance.ts';
import { succeedMain } from './succeed-main.ts';
import { resumed } from './supply-info.ts';
import { permit } from './take-case.ts';
import { takeGroup } from './take-group.ts';

/**
 * The clock's act: nothing came within the resident's time. What was still to be accepted is not accepted (reason ⑥,
 * unclear; may be filed again); what was accepted goes on with the clock running.
 */
export function lapseInfo(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const { subject, parts } = await takeGroup(context, number, null);
		if (subject.state !== 'need_info' || !subject.supplyBy || subject.supplyBy > context.now) return;
		if (subject.resumesTo === 'submitted') {
			permit(context, 'lapse-unclear', subject);
			await advance(context, subject, 'lapse-unclear', {
				dueAt: null,
				pausedAt: null,
				supplyBy: null,
				resumesTo: null,
				closedAt: context.now,
				closedAs: 'rejected'
			});
			await record(context, caseStream(subject.id), 'case.rejected', { reason: 'unclear', words: null });
			await succeedMain(context, subject, parts);
			return;
		}
		permit(context, 'lapse-info', subject);
		const back = await advance(context, subject, 'lapse-info', await resumed(context, subject));
		await record(context, caseStream(subject.id), 'case.info-lapsed', { dueAt: dueOf(back) });
	});
}
