import type { CaseNumber } from '../../domain/case-number.ts';
import { fits } from '../../domain/lifecycle.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { RevealReason } from '../../domain/refusal-reasons.ts';
import type { Contact } from '../../domain/submission.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { openContact } from '../vault/contacts.ts';
import { followUpFor } from './follow-up-task.ts';
import { assertOffered } from './offered-reason.ts';
import { permit, takeCase } from './take-case.ts';

/** How long a proof of the second factor stays recent (ruling 11). */
const recentMs = 5 * 60_000;

/**
 * 申请查看联系方式: a reason, a sentence the resident will read, and a recent second factor. The event is committed
 * before anything is opened; if it cannot be written, nothing is revealed (trust C5). Throws `factor.stale`,
 * `contact.reason-missing`, `reason.not-offered`, `case.no-contact`.
 */
export async function revealContact(
	context: Context,
	number: CaseNumber,
	{ reason, words }: { reason: RevealReason; words: string }
): Promise<Contact> {
	const { actor, now } = context;
	if (actor.kind !== 'staff' || now.getTime() - actor.provedAt.getTime() > recentMs) throw new Refusal('factor.stale');
	if (!words.trim()) throw new Refusal('contact.reason-missing');
	const caseId = await inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		// who is to ask how it went needs a number to ring, and has no other right to it
		if (!(await followUpFor(context, subject))) {
			permit(context, 'reveal-contact', subject);
			if (!fits('reveal-contact', subject.state)) throw new Refusal('case.not-in-this-state', { state: subject.state });
		}
		await assertOffered(context, 'revealReason', reason);
		if (subject.identity === 'anonymous') throw new Refusal('case.no-contact');
		const text = await writeText(context, subject.id, 'reveal', { text: words });
		await record(context, caseStream(subject.id), 'case.contact-revealed', { reason, words: text });
		return subject.id;
	});
	const contact = await openContact(context, caseId);
	if (!contact) throw new Refusal('case.no-contact');
	return contact;
}
