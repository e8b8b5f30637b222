import { randomBytes } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CallHours, Submission } from '../../domain/submission.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { contacts } from '../db/schema/contacts.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { texts } from '../db/schema/texts.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { openContact } from '../vault/contacts.ts';
import { advance } from './advance.ts';
import type { Avoided } from './in-charge.ts';
import { type Receipt, submitCase } from './submit.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** One matter taken out of a letter: what the letter says of it. */
export type Matter = { text: string; categoryCode: string | null };
type Splitting = { version: number; matters: readonly Matter[]; reason: string };

const callHoursSchema = v.fallback(v.picklist(['any', 'morning', 'afternoon', 'evening']), 'any');
const words = v.object({ text: v.string() });

/**
 * 拆分: one letter with several matters becomes linked cases, each with its own number, answer and clock, which runs from
 * when the letter came. The first matter stays where it is. Identity, contact (sealed anew under a key of each case) and
 * exclusions go along, photos stay with the letter. The resident opens the others from the first one's page: nobody is
 * ever told a code of theirs. The reason is shown to the resident. Throws `case.already-split`.
 */
export function splitCase(
	context: Context,
	number: CaseNumber,
	{ version, matters, reason }: Splitting
): Promise<Receipt[]> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'split', subject);
		const isSplit = (await context.db.$count(cases, eq(cases.splitFromId, subject.id))) > 0;
		if (subject.splitFromId !== null || isSplit) throw new Refusal('case.already-split');
		const letter = await letterOf(context, subject);
		const avoided = await exclusionsOf(context, subject.id);
		const parts: Receipt[] = [];
		for (const matter of matters) {
			const submission = { ...letter, ...matter, submissionKey: randomBytes(16).toString('hex') };
			const along = { splitFromId: subject.id, filledById: subject.filedById, avoided };
			parts.push(await submitCase(context, submission, along));
		}
		await advance(context, subject, 'split');
		await record(context, caseStream(subject.id), 'case.split', {
			partIds: parts.map(({ caseId }) => caseId),
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		return parts;
	});
}

/** What each part has of the letter. The contact is opened and sealed in one breath; nobody is shown it. */
async function letterOf(
	context: Context,
	subject: Case
): Promise<Omit<Submission, 'submissionKey' | 'text' | 'categoryCode'>> {
	const contact = subject.identity === 'anonymous' ? null : await openContact(context, subject.id);
	const { type, channel, place, areaId, identity, wantsCall, submittedAt, tilePosition } = subject;
	return {
		...{ type, channel, place, areaId, identity, wantsCall, submittedAt, tilePosition, contact },
		want: '',
		title: '',
		hasDanger: false,
		callHours: await hoursOf(context, subject.id),
		// the units among them are exclusions already
		avoidUnitIds: [],
		avoidWords: await avoidWordsOf(context, subject.id),
		attachmentIds: [],
		locale: 'zh-CN'
	};
}

async function hoursOf({ db }: Context, caseId: number): Promise<CallHours> {
	const [kept] = await db.select({ hours: contacts.hours }).from(contacts).where(eq(contacts.caseId, caseId)).limit(1);
	return v.parse(callHoursSchema, kept?.hours);
}

async function avoidWordsOf({ db }: Context, caseId: number): Promise<string> {
	const [avoid] = await db
		.select({ body: texts.body })
		.from(texts)
		.where(and(eq(texts.caseId, caseId), eq(texts.kind, 'avoid')))
		.orderBy(asc(texts.id))
		.limit(1);
	return avoid?.body ? v.parse(words, JSON.parse(avoid.body)).text : '';
}

async function exclusionsOf({ db }: Context, caseId: number): Promise<Avoided> {
	const rows = await db
		.select({ unitId: exclusions.unitId, staffId: exclusions.staffId })
		.from(exclusions)
		.where(and(eq(exclusions.caseId, caseId), isNull(exclusions.liftedAt)))
		.limit(200);
	return {
		unitIds: rows.flatMap(({ unitId }) => unitId ?? []),
		staffIds: rows.flatMap(({ staffId }) => staffId ?? [])
	};
}
