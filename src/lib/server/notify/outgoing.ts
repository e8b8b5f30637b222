import { and, eq, isNull } from 'drizzle-orm';
import { takesSms } from '../../domain/messages.ts';
import { openDutyPhone } from '../auth/duty-phone.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { alarms } from '../db/schema/duty-roster.ts';
import { ratings } from '../db/schema/handling.ts';
import { siteTexts } from '../site/site-texts.ts';
import { officeWords } from '../site/wordings.ts';
import { openContact } from '../vault/contacts.ts';
import type { Outgoing } from './channels/channel.ts';
import type { Roads } from './channels/open.ts';
import { isAlarm, isOutward, writeLetter } from './letters.ts';
import type { messages } from '../db/schema/messages.ts';

type Message = typeof messages.$inferSelect;

/**
 * The message as it leaves the house: the one place where address and words meet. Null where there is nobody to tell
 * any more: the contact is gone, the case withdrawn, the answer rated, the alarm answered.
 */
export async function outgoingOf(context: Context, { site }: Roads, message: Message): Promise<Outgoing | null> {
	const { kind, channel, values, locale, messageId } = message;
	if (!isOutward(kind) || channel === 'inbox') return null;
	const [subject] = await context.db.select().from(cases).where(eq(cases.id, message.caseId)).limit(1);
	if (!subject || !(await isStillTrue(context, message, subject))) return null;
	const to = await addressOf(context, message);
	if (!to) return null;
	const letter = { kind, number: subject.number, values, locale, channel };
	return {
		id: messageId,
		to,
		...writeLetter(letter, {
			texts: await siteTexts(context.db),
			site,
			own: await officeWords(context.db)
		})
	};
}

async function isStillTrue({ db }: Context, { kind, caseId }: Message, subject: typeof cases.$inferSelect) {
	if (isAlarm(kind)) return (await db.$count(alarms, and(eq(alarms.caseId, caseId), isNull(alarms.answeredAt)))) > 0;
	if (subject.state === 'withdrawn') return false;
	if (kind !== 'invited') return true;
	if (subject.state !== 'answered' && subject.state !== 'merged') return false;
	return (await db.$count(ratings, and(eq(ratings.caseId, caseId), eq(ratings.round, subject.round)))) === 0;
}

/** Where a message goes, or null where its road leads nowhere. */
export async function addressOf(context: Context, { caseId, staffId, channel }: Message): Promise<string | null> {
	if (staffId !== null) return openDutyPhone(context, staffId);
	const contact = await openContact(context, caseId);
	if (!contact) return null;
	if (channel === 'email') return contact.email || null;
	return takesSms(contact.phone) ? contact.phone : null;
}
