import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { duties } from '../db/schema/handling.ts';
import type { EventData } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { endDuty, openDuty } from './duties.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type ContactOutcome = EventData['case.contact-logged']['outcome'];

/** A call duty ends when the resident was reached, or after three tries (ruling 2). */
const tries = 3;

/** 登记联系. In a closed case only while a call is still owed. */
export function logContact(
	context: Context,
	number: CaseNumber,
	{ version, outcome, words }: { version: number; outcome: ContactOutcome; words: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'log-contact', subject);
		const duty = await openDuty(context, subject.id, 'call');
		if (subject.state === 'closed' && !duty) throw new Refusal('case.not-in-this-state', { state: subject.state });
		const after = await advance(context, subject, 'log-contact');
		const text = await writeText(context, subject.id, 'contact-log', { text: words });
		await record(context, caseStream(subject.id), 'case.contact-logged', { outcome, words: text });
		if (!duty) return after;
		await context.db
			.update(duties)
			.set({ tries: duty.tries + 1 })
			.where(eq(duties.id, duty.id));
		if (outcome !== 'no-answer' || duty.tries + 1 >= tries) {
			await endDuty(context, subject.id, 'call');
			await record(context, caseStream(subject.id), 'case.duty-done', { duty: 'call' });
		}
		return after;
	});
}
