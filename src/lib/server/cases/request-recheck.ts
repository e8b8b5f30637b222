import type { CaseNumber } from '../../domain/case-number.ts';
import { firstDue } from '../../domain/deadline.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { anotherDispatcher } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 复核一次: the resident asks for one check by another person. The limit runs anew from the request; the first due
 * stays in reports. Throws `case.already-rechecked`.
 */
export function requestRecheck(context: Context, number: CaseNumber): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'request-recheck', subject);
		if (subject.recheckedAt) throw new Refusal('case.already-rechecked');
		const { now } = context;
		const calendar = await loadCalendar(context.db);
		const rules = await rulesAt(context.db, subject.submittedAt);
		const dueAt = firstDue({ type: subject.type, class: subject.class, submittedAt: now, calendar, rules });
		const ownerId = await anotherDispatcher(context, subject, subject.rejectedById);
		const again = await advance(context, subject, 'request-recheck', {
			dueAt,
			ownerId,
			recheckedAt: now,
			closedAt: null,
			closedAs: null
		});
		await record(context, caseStream(subject.id), 'case.recheck-requested', { dueAt: dueAt.toISOString(), ownerId });
		return again;
	});
}
