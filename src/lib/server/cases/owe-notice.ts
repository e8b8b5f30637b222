import type { CaseNumber } from '../../domain/case-number.ts';
import { runningStates } from '../../domain/lifecycle.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { openDuty, raiseDuty } from './duties.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * 待通报, the clock's act (the source's 「一时办理不了的，定期向群众通报」): the resident was told nothing for a whole cycle.
 * Who is in charge owes a word, and those who watch see that it is missing, until something is told.
 */
export function oweNotice(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		const { noticeDueAt } = subject;
		if (!noticeDueAt || noticeDueAt > context.now || !runningStates.some((state) => state === subject.state)) return;
		if (await openDuty(context, subject.id, 'progress')) return;
		permit(context, 'owe-notice', subject);
		await advance(context, subject, 'owe-notice');
		await raiseDuty(context, subject, 'progress', 'owner', noticeDueAt);
		await record(context, caseStream(subject.id), 'case.notice-owed', { since: noticeDueAt.toISOString() });
	});
}
