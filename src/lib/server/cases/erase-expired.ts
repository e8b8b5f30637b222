import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { removeStored } from '../attachments/files.ts';
import { type Context, inTransaction } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { caseStream, record } from '../events/record.ts';
import { eraseContact } from '../vault/contacts.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import { endFollowUps } from './follow-up-task.ts';
import { permit, takeCase } from './take-case.ts';

/** Days from closing until something is erased, as the office has set them. */
export type Kept = { contactDays: number; attachmentDays: number };
export type Erased = { contact: boolean; files: number };

/**
 * The clock's act: erases what a closed case keeps no longer, as the privacy notice promises: the contact (180 days
 * unless the office says otherwise), photos and recordings (365). Number, words, timeline and figures stay; of a held
 * case everything does. The files go after the commit; what a crash leaves of them, the sweep takes.
 */
export async function eraseExpired(context: Context, number: CaseNumber, kept: Kept): Promise<Erased> {
	const { contact, fileIds } = await inTransaction(context, (context) => erase(context, number, kept));
	for (const id of fileIds) await removeStored(context.filesDir, id);
	return { contact, files: fileIds.length };
}

async function erase(context: Context, number: CaseNumber, { contactDays, attachmentDays }: Kept) {
	const { db, now } = context;
	const subject = await takeCase(context, number, null);
	const { closedAt } = subject;
	if (!closedAt || subject.isHeld) return { contact: false, fileIds: [] };
	permit(context, 'erase-expired', subject);
	const isOver = (days: number) => now.getTime() - closedAt.getTime() >= days * 86_400_000;
	const contact = isOver(contactDays) && (await eraseContact(context, subject.id));
	if (contact) {
		await endDuty(context, subject.id, 'call');
		await endFollowUps(context, subject.id, 'not-reached');
	}
	const gone = isOver(attachmentDays)
		? await db.delete(attachments).where(eq(attachments.caseId, subject.id)).returning({ id: attachments.id })
		: [];
	const what = [...(contact ? (['contact'] as const) : []), ...(gone.length > 0 ? (['photos'] as const) : [])];
	if (what.length > 0) {
		const identity = contact && subject.identity === 'contact' ? 'anonymous' : subject.identity;
		await advance(context, subject, 'erase-expired', contact ? { identity, wantsCall: false } : {});
		await record(context, caseStream(subject.id), 'case.erased', { what });
	}
	return { contact, fileIds: gone.map(({ id }) => id) };
}
