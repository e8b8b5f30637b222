import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { contactDue } from '../../domain/deadline.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CallHours, Contact } from '../../domain/submission.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { caseStream, record } from '../events/record.ts';
import { eraseContact, openContact, sealContact } from '../vault/contacts.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import { endFollowUps } from './follow-up-task.ts';
import { endPublication } from './publish-summary.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * Adds, changes or (null) deletes the contact. Write-only: nothing of it comes back. Throws `case.held`
 * where the law has everything kept (暂停删除).
 */
export function changeContact(
	context: Context,
	number: CaseNumber,
	{ contact, hours, wantsCall }: { contact: Contact | null; hours: CallHours; wantsCall: boolean }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'change-contact', subject);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		if (!contact && subject.isHeld) throw new Refusal('case.held');
		const had = subject.identity !== 'anonymous' && (await openContact(context, subject.id)) !== null;
		const identity = subject.identity === 'confidential' ? 'confidential' : contact ? 'contact' : 'anonymous';
		await advance(context, subject, 'change-contact', { identity, wantsCall: contact !== null && wantsCall });
		if (contact) await sealContact(context, subject.id, contact, hours);
		else {
			await eraseContact(context, subject.id);
			await endDuty(context, subject.id, 'call');
			await endFollowUps(context, subject.id, 'not-reached');
		}
		const isAdded = contact !== null && !had;
		await record(context, caseStream(subject.id), 'case.contact-changed', {
			what: contact ? (had ? 'changed' : 'added') : 'deleted',
			...(isAdded ? { contactBy: contactDue(context.now, await loadCalendar(context.db)).toISOString() } : {})
		});
	});
}

/**
 * 改成保密: from the commit on the unit gets only the checked text, and nobody but the dispatcher may ask for the
 * contact. Where the case is already with a unit it reads nothing more until the dispatcher has checked the text. What is published of it is taken down.
 */
export function makeConfidential(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'make-confidential', subject);
		const after = await advance(context, subject, 'make-confidential', {
			identity: 'confidential',
			releasedToId: null,
			consentsToPublish: false
		});
		await record(context, caseStream(subject.id), 'case.made-confidential', { ownerId: after.ownerId });
		await endPublication(context, subject);
	});
}

/** The confidential resident agrees to be known to the one person who handles the case now. */
export function releaseIdentity(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'release-identity', subject);
		if (subject.identity !== 'confidential') throw new Refusal('case.not-in-this-state', { state: subject.state });
		await context.db.update(cases).set({ releasedToId: subject.ownerId }).where(eq(cases.id, subject.id));
		await record(context, caseStream(subject.id), 'case.identity-released', { staffId: subject.ownerId });
	});
}
