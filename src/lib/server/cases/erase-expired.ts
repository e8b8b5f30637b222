import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { keptDays } from '../../domain/retention.ts';
import { type Context, inTransaction } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { caseStream, record } from '../events/record.ts';
import { eraseContact } from '../vault/contacts.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * The clock's act: erases what a closed case keeps no longer, as the privacy notice promises: the contact after 180 days,
 * photos after 365. Number, words and timeline stay; the files themselves go with the next sweep.
 */
export function eraseExpired(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		const subject = await takeCase(context, number, null);
		if (!subject.closedAt) return;
		permit(context, 'erase-expired', subject);
		const isOver = (days: number) => now.getTime() - (subject.closedAt?.getTime() ?? 0) >= days * 86_400_000;
		const what: ('contact' | 'photos')[] = [];
		if (isOver(keptDays.contact) && (await eraseContact(context, subject.id))) {
			await endDuty(context, subject.id, 'call');
			what.push('contact');
		}
		if (isOver(keptDays.photos)) {
			const gone = await db
				.delete(attachments)
				.where(eq(attachments.caseId, subject.id))
				.returning({ id: attachments.id });
			if (gone.length > 0) what.push('photos');
		}
		if (what.length === 0) return;
		const identity = what.includes('contact') && subject.identity === 'contact' ? 'anonymous' : subject.identity;
		await advance(context, subject, 'erase-expired', { identity, wantsCall: false });
		await record(context, caseStream(subject.id), 'case.erased', { what });
	});
}
