import { dayOf, endOfDay } from '../../domain/clock.ts';
import { noticeDue } from '../../domain/deadline.ts';
import { movedAnswerDue } from '../../domain/extension.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import type { Proposal } from './open-proposal.ts';
import { phasesOf } from './phases.ts';
import type { Case } from './take-case.ts';

/**
 * 列入长期事项: the due is the first phase's day, and the resident is told something every so many days. Listed after
 * the old due it counts as late; the old due stays in reports. Throws `plan.order` when the first day has passed.
 */
export async function listLongTerm(context: Context, subject: Case, proposal: Proposal, words: TextRef): Promise<Case> {
	const { now } = context;
	const [first] = await phasesOf(context, proposal.id);
	const { dueAt: oldDueAt, answerDueAt } = subject;
	if (!first || oldDueAt === null) throw new Error(`a plan of case ${subject.id} without phases or due`);
	if (first.dueOn < dayOf(now)) throw new Refusal('plan.order');
	const dueAt = endOfDay(first.dueOn);
	const rules = await rulesAt(context.db, subject.submittedAt);
	const cycleDays = proposal.cycleDays ?? rules['notice.longTermDays'];
	const { isLate, ...moved } = movedAnswerDue({ dueAt: oldDueAt, answerDueAt, newDueAt: dueAt, now });
	const listed = await advance(context, subject, 'list-long-term', {
		dueAt,
		...moved,
		longTermSince: now,
		noticeCycleDays: cycleDays,
		noticeDueAt: noticeDue(now, subject.class, cycleDays)
	});
	await record(context, caseStream(subject.id), 'case.listed-long-term', {
		oldDueAt: oldDueAt.toISOString(),
		dueAt: dueAt.toISOString(),
		cycleDays,
		words,
		isLate
	});
	await endDuty(context, subject.id, 'progress');
	return listed;
}
