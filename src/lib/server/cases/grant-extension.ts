import { movedAnswerDue } from '../../domain/extension.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import type { Proposal } from './open-proposal.ts';
import { told } from './report-progress.ts';
import type { Case } from './take-case.ts';

/**
 * 同意延期 is publishing the notice: from this moment the resident reads reason, progress and the new due. Published
 * after the old due it still counts as late. Throws `extension.not-later` when the time asked for has passed.
 */
export async function grantExtension(
	context: Context,
	subject: Case,
	{ newDueAt: dueAt }: Proposal,
	words: TextRef
): Promise<Case> {
	const { now } = context;
	const { dueAt: oldDueAt, answerDueAt, extensions } = subject;
	if (oldDueAt === null || dueAt === null) throw new Error(`an extension of case ${subject.id} without dues`);
	if (dueAt <= oldDueAt || dueAt <= now) throw new Refusal('extension.not-later');
	const { isLate, ...moved } = movedAnswerDue({ dueAt: oldDueAt, answerDueAt, newDueAt: dueAt, now });
	const extended = await advance(context, subject, 'grant-extension', {
		dueAt,
		...moved,
		extensions: extensions + 1,
		...(await told(context, subject))
	});
	await record(context, caseStream(subject.id), 'case.extended', {
		oldDueAt: oldDueAt.toISOString(),
		dueAt: dueAt.toISOString(),
		words,
		isLate
	});
	await endDuty(context, subject.id, 'progress');
	return extended;
}
