import { createHmac } from 'node:crypto';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { CallHours, Contact } from '../../domain/submission.ts';
import type { Context } from '../context.ts';
import { contacts } from '../db/schema/contacts.ts';
import { caseKey, findCaseKey } from './case-keys.ts';
import { open, seal } from '../crypto/seal.ts';
import type { Secrets } from '../crypto/secrets.ts';

const contactSchema = v.object({ name: v.string(), phone: v.string(), email: v.string() });
const place = (caseId: number) => `contacts.sealed:${caseId}`;

/** Seals a contact under the case's data key, replacing what was there. */
export async function sealContact(context: Context, caseId: number, contact: Contact, hours: CallHours): Promise<void> {
	const key = await caseKey(context, caseId);
	const values = {
		sealed: seal(key, 'case', Buffer.from(JSON.stringify(contact)), place(caseId)),
		phoneIndex: contact.phone ? phoneIndex(context.secrets, contact.phone) : null,
		hours,
		changedAt: context.now
	};
	await context.db
		.insert(contacts)
		.values({ caseId, ...values })
		.onConflictDoUpdate({ target: contacts.caseId, set: values });
}

/** Opens a contact. Whoever calls this for staff has committed the event that says so before (trust C5). */
export async function openContact(context: Context, caseId: number): Promise<Contact | null> {
	const [row] = await context.db.select().from(contacts).where(eq(contacts.caseId, caseId)).limit(1);
	const key = row ? await findCaseKey(context, caseId) : null;
	if (!row || !key) return null;
	return v.parse(contactSchema, JSON.parse(open(() => key, row.sealed, place(caseId)).toString('utf8')));
}

/** Erases a contact; the ledger never held it. False where there was none. */
export async function eraseContact(context: Context, caseId: number): Promise<boolean> {
	const gone = await context.db.delete(contacts).where(eq(contacts.caseId, caseId)).returning({ id: contacts.caseId });
	return gone.length > 0;
}

/** Keyed blind index of a phone: equal phones match, the table alone tells nothing. */
export function phoneIndex(secrets: Secrets, phone: string): Buffer {
	return createHmac('sha256', secrets.pepper)
		.update(`phone:${phone.replace(/\D/g, '')}`)
		.digest();
}

/** 138****8000; a name keeps its first character, an address its first letter and host. */
export function maskContact({ name, phone, email }: Contact): Contact {
	const [user = '', host = ''] = email.split('@');
	return {
		name: name ? `${[...name][0]}＊` : '',
		phone: phone.length > 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone && '****',
		email: email ? `${user.slice(0, 1)}***@${host}` : ''
	};
}
