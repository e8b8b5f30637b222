import type { CaseNumber } from '../../domain/case-number.ts';
import { noticeDue } from '../../domain/deadline.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import type { Attach } from './supply-info.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** 发进展: what was found or done, the next step and its date; the resident reads it at once. Ends duties to tell. */
export function reportProgress(
	context: Context,
	number: CaseNumber,
	{ version, text, next, nextOn }: { version: number; text: string; next: string; nextOn: string },
	attach: Attach
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'report-progress', subject);
		const after = await advance(context, subject, 'report-progress', await told(context, subject));
		const progress = await writeText(context, subject.id, 'progress', { text, next, nextOn });
		const photos = await attach(context, subject.id, progress.textId);
		await record(context, caseStream(subject.id), 'case.progress-reported', { progress, photos });
		await endDuty(context, subject.id, 'first-message');
		return after;
	});
}

/** The resident was told something: the next notice is owed a cycle from now, unless none is owed any more. */
export async function told({ db, now }: Context, subject: Case): Promise<{ noticeDueAt: Date | null }> {
	const isOwed = subject.noticeDueAt !== null;
	// the cycle of the list holds while the case is on it, also under review
	const isListed = subject.state === 'long_term' || subject.resumesTo === 'long_term';
	if (!isOwed) return { noticeDueAt: null };
	const rules = await rulesAt(db, subject.submittedAt);
	return { noticeDueAt: noticeDue(now, subject.class, isListed ? subject.noticeCycleDays : null, rules) };
}
