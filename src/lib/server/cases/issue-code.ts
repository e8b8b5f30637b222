import { and, eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { contacts } from '../db/schema/contacts.ts';
import { events } from '../db/schema/events.ts';
import { caseStream, record } from '../events/record.ts';
import { codeMac, hashToken, randomCode, randomToken } from '../vault/access-secrets.ts';
import { assertOwnCode, endAccess } from './access.ts';
import { advance } from './advance.ts';
import { underReceipt, visibleTo } from './queries/visible-to.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** How a code leaves the house: printed for a walk-in, read out to a caller; after a loss against paper or by calling back. */
export type Issue = 'slip' | 'read-out' | 'receipt' | 'call-back';
export type IssuedCode = { subject: Case; code: string; linkToken: string };

/**
 * Makes the code of a staff-filed case and hands it over, once (`case.code-handed-over`); or a new one after a loss,
 * against the receipt for any case a clerk is not kept from, which ends every session, device and token of the case (rulings 17, 17a). What was read out must be changed at its
 * first use. A call-back is for whoever may reveal the contact that was left, in confidential cases for the dispatcher
 * alone: to be known to one handler is not to get a code from them. Throws `case.no-contact`.
 */
export function issueCode(context: Context, number: CaseNumber, how: Issue): Promise<IssuedCode> {
	return inTransaction(context, async (context) => {
		const within = how === 'receipt' ? underReceipt(context) : visibleTo(context);
		const subject = await takeCase(context, number, null, within);
		if (how === 'call-back') permit(context, 'reveal-contact', { ...subject, releasedToId: null });
		else permit(context, 'renew-code', subject);
		if (how === 'call-back' && !(await hasContact(context, subject))) throw new Refusal('case.no-contact');
		assertOwnCode(subject);
		const { actor, db, secrets } = context;
		const isFirst = how === 'slip' || how === 'read-out';
		if (isFirst && (actor.kind !== 'staff' || subject.filedById !== actor.id)) throw new Refusal('case.not-yours');
		if (isFirst && (await wasHandedOver(context, subject))) throw new Refusal('case.code-handed-over');
		await advance(context, subject, 'renew-code');
		const code = randomCode();
		const linkToken = randomToken();
		await db
			.update(cases)
			.set({
				codeMac: codeMac(secrets, number, code),
				linkTokenHash: hashToken(linkToken),
				mustRenewCode: how === 'read-out' || how === 'call-back'
			})
			.where(eq(cases.id, subject.id));
		await endAccess(context, subject.id);
		if (how === 'slip' || how === 'read-out')
			await record(context, caseStream(subject.id), 'case.code-handed-over', { how });
		else await record(context, caseStream(subject.id), 'case.code-renewed', { how });
		return { subject, code, linkToken };
	});
}

async function hasContact({ db }: Context, subject: Case): Promise<boolean> {
	return (await db.$count(contacts, eq(contacts.caseId, subject.id))) > 0;
}

async function wasHandedOver({ db }: Context, subject: Case): Promise<boolean> {
	const [handed] = await db
		.select({ id: events.id })
		.from(events)
		.where(and(eq(events.stream, caseStream(subject.id)), eq(events.kind, 'case.code-handed-over')))
		.limit(1);
	return handed !== undefined;
}
