import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/** 自动办结: the clock's act, 15 days after the answer; 未评价 is never counted as satisfied (ruling 5). */
export function closeUnrated(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		if (subject.state !== 'answered' || !subject.dueAt || subject.dueAt > context.now) return;
		permit(context, 'close-unrated', subject);
		await advance(context, subject, 'close-unrated', { dueAt: null, closedAt: context.now, closedAs: 'unrated' });
		await record(context, caseStream(subject.id), 'case.closed', { as: 'unrated' });
	});
}
