import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** 受理: accepts a case; the resident is told class and latest date, the unit is still to be found. */
export function acceptCase(context: Context, number: CaseNumber, version: number): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'accept', subject);
		const accepted = await advance(context, subject, 'accept');
		await record(context, caseStream(subject.id), 'case.accepted', {
			class: accepted.class,
			categoryCode: accepted.categoryCode,
			dueAt: dueOf(accepted)
		});
		return accepted;
	});
}

/** The due of an open case as an event says it. */
export function dueOf(subject: Case): string {
	return (subject.dueAt ?? subject.firstDueAt).toISOString();
}
