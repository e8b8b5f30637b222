import type { CaseNumber } from '../../domain/case-number.ts';
import type { Day } from '../../domain/clock.ts';
import { noticeDue } from '../../domain/deadline.ts';
import { movedAnswerDue } from '../../domain/extension.ts';
import { dueOffList } from '../../domain/phase-plan.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 销账 without an answer yet: back to 办理中 with a reason the resident reads and a day for the answer, a month off at
 * most. Since when it was long-running stays for the reports. Throws `plan.off-date`.
 */
export function takeOffList(
	context: Context,
	number: CaseNumber,
	{ version, reason, dueOn }: { version: number; reason: string; dueOn: Day }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'take-off-list', subject);
		const { now } = context;
		const newDueAt = dueOffList(dueOn, now);
		const { answerDueAt } = movedAnswerDue({ ...subject, dueAt: subject.dueAt ?? newDueAt, newDueAt, now });
		const off = await advance(context, subject, 'take-off-list', {
			dueAt: newDueAt,
			answerDueAt,
			noticeCycleDays: null,
			noticeDueAt: noticeDue(now, subject.class, null, await rulesAt(context.db, subject.submittedAt))
		});
		await record(context, caseStream(subject.id), 'case.taken-off-list', {
			dueAt: newDueAt.toISOString(),
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		await endDuty(context, subject.id, 'progress');
		return off;
	});
}
