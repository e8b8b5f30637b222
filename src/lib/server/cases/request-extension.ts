import type { CaseNumber } from '../../domain/case-number.ts';
import type { Day } from '../../domain/clock.ts';
import { assertExtension, originalLength } from '../../domain/extension.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { assertNothingProposed, openProposal, type Proposal } from './open-proposal.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Extension = { version: number; reason: string; progress: string; newDueOn: Day };

/**
 * 申请延期: reason and progress are words for the resident, who reads them when another person grants it; until then
 * the due stands. Throws `case.proposal-open` and what `assertExtension` throws.
 */
export function requestExtension(context: Context, number: CaseNumber, asked: Extension): Promise<Proposal> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, asked.version);
		permit(context, 'request-extension', subject);
		await assertNothingProposed(context, subject);
		const { dueAt, extensions } = subject;
		if (dueAt === null) throw new Refusal('case.not-in-this-state', { state: subject.state });
		const lengthDays = await lengthOf(context, subject);
		const newDueAt = assertExtension({ ...asked, dueAt, extensions, lengthDays, now: context.now });
		const { reason, progress } = asked;
		const words = await writeText(context, subject.id, 'proposal', { text: reason, progress });
		const pending = await advance(context, subject, 'request-extension');
		return openProposal(context, pending, { kind: 'extension', oldDueAt: dueAt, newDueAt }, words);
	});
}

/** The time such a case has from its submission (or its re-check), in days. */
export async function lengthOf(
	{ db }: Pick<Context, 'db'>,
	subject: Pick<Case, 'type' | 'class' | 'submittedAt' | 'recheckedAt'>
): Promise<number> {
	const { type, class: urgency } = subject;
	const submittedAt = subject.recheckedAt ?? subject.submittedAt;
	return originalLength({
		type,
		class: urgency,
		submittedAt,
		calendar: await loadCalendar(db),
		rules: await rulesAt(db, subject.submittedAt)
	});
}
