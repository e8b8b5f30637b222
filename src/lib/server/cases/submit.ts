import { createHash, createHmac, randomInt } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import { type CaseNumber, formatNumber, readStoredNumber } from '../../domain/case-number.ts';
import { dayOf } from '../../domain/clock.ts';
import { firstDue } from '../../domain/deadline.ts';
import { may } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { channelsWithOwnTime, type Submission } from '../../domain/submission.ts';
import { titleOf } from '../../domain/title.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { caseNumbers } from '../db/schema/numbers.ts';
import { staff } from '../db/schema/staff.ts';
import { texts } from '../db/schema/texts.ts';
import { type At, worded } from '../db/worded.ts';
import { caseStream, recordFirst } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { codeMac, deriveCode, deriveLinkToken, hashToken } from '../vault/access-secrets.ts';
import { sealContact } from '../vault/contacts.ts';
import { type Avoided, dispatcherFor } from './in-charge.ts';
import { type NewCase, putCase } from './put-case.ts';
import { searchTerms } from './search-vector.ts';
import type { Attach } from './supply-info.ts';

export type Receipt = {
	caseId: number;
	number: CaseNumber;
	/** Ten digits. For the browser that filed, or a slip; never for an answer to a staff session. */
	code: string;
	linkToken: string;
	submittedAt: Date;
	dueAt: Date;
	/** SHA-256 of the matter's version as the ledger holds it (hex); the receipt prints a short form. */
	hash: string;
	/** The same submission came before: nothing new was stored. */
	isReplay: boolean;
};

const nothingAttached: Attach = async () => 0;

/**
 * The one road by which a case comes in, from every channel. A retry with the same submission key gives the same
 * number, code and token; the same key with other content throws `submission.key-reused`. The number is a row of
 * `case_numbers`; a kiosk brings its own leased one in a later release. `attach` binds what was uploaded.
 */
export function submitCase(context: Context, submission: Submission, attach = nothingAttached): Promise<Receipt> {
	return inTransaction(context, async (context) => {
		assertMayFile(context, submission);
		const keyHash = createHash('sha256').update(submission.submissionKey).digest();
		const contentMac = macOf(submission);
		const avoided = await avoidedBy(context, submission);
		const [ownerId, number] = await Promise.all([ownerFor(context, submission, avoided), drawNumber(context)]);
		const code = deriveCode(context.secrets, submission.submissionKey);
		const linkToken = deriveLinkToken(context.secrets, submission.submissionKey);
		const { submittedAt, dueAt, skewed } = await clockOf(context, submission);
		const hasText = submission.text !== '';
		const title = titleOf(submission.text, submission.title);

		const { text, want, place } = submission;
		const row: NewCase = {
			number,
			state: 'submitted',
			type: submission.type,
			class: submission.hasDanger ? 'urgent' : 'ordinary',
			categoryCode: submission.categoryCode,
			tilePosition: submission.tilePosition,
			areaId: submission.areaId,
			channel: submission.channel,
			identity: submission.identity,
			wantsCall: submission.wantsCall,
			hasDanger: submission.hasDanger,
			hasRecording: !hasText,
			hasText,
			title,
			place,
			terms: searchTerms([title, text, want, place].join('\n')),
			submittedAt,
			receivedAt: context.now,
			dueAt,
			firstDueAt: dueAt,
			answerDueAt: dueAt,
			ownerId: ownerId.id,
			filedById: context.actor.kind === 'staff' ? context.actor.id : null,
			submissionKeyHash: keyHash,
			contentMac,
			codeMac: codeMac(context.secrets, number, code),
			linkTokenHash: hashToken(linkToken)
		};
		const filed = await putCase(context, row, { title, text, want, place });
		if (!filed) return replay(context, submission, keyHash, contentMac);

		const { caseId, matter } = filed;
		const photos = matter ? await attach(context, caseId, matter.textId) : 0;
		if (submission.contact) await sealContact(context, caseId, submission.contact, submission.callHours);
		await keepExclusions(context, caseId, ownerId.avoided);
		const avoid = submission.avoidWords
			? { avoid: await writeText(context, caseId, 'avoid', { text: submission.avoidWords }) }
			: {};
		await recordFirst(context, caseStream(caseId), 'case.submitted', {
			channel: submission.channel,
			type: submission.type,
			class: submission.hasDanger ? 'urgent' : 'ordinary',
			identity: submission.identity,
			categoryCode: submission.categoryCode,
			areaId: submission.areaId,
			photos,
			matter,
			ownerId: ownerId.id,
			dueAt: dueAt.toISOString(),
			...avoid,
			...(skewed ? { skewed } : {})
		});
		return { caseId, number, code, linkToken, submittedAt, dueAt, hash: matter?.digest ?? '', isReplay: false };
	});
}

function assertMayFile({ actor }: Context, submission: Submission): void {
	const isByStaff = submission.channel !== 'web' && submission.channel !== 'kiosk';
	if (isByStaff !== (actor.kind === 'staff') && actor.kind !== 'system') throw new Refusal('submission.not-staff');
	if (actor.kind === 'staff' && !may(actor, 'submit', nothingFiledYet)) throw new Refusal('submission.not-staff');
}

const nothingFiledYet = {
	id: 0,
	state: 'submitted',
	categoryCode: null,
	ownerId: 0,
	unitId: null,
	filedById: null,
	identity: 'anonymous',
	releasedToId: null
} as const;

/** HMAC(submission key, canonical content), never a plain digest (trust: number, code, link token). */
function macOf(submission: Submission): Buffer {
	const { submissionKey, ...content } = submission;
	return createHmac('sha256', submissionKey).update(JSON.stringify(content)).digest();
}

/** Draws a number nobody has; a collision draws again without aborting the transaction. */
async function drawNumber({ db, now, numberPrefix }: Context): Promise<CaseNumber> {
	for (let attempt = 0; attempt < 50; attempt++) {
		const number = formatNumber(numberPrefix, dayOf(now), randomInt(0, 1_000_000));
		const [drawn] = await takeNumber(db, { number, drawnAt: now });
		if (drawn) return number;
	}
	throw new Error('no free case number after 50 draws');
}

const takeNumber = worded((db, at: At<{ number: CaseNumber; drawnAt: Date }>) =>
	db
		.insert(caseNumbers)
		.values({ ...at, state: 'used' })
		.onConflictDoNothing()
		.returning({ number: caseNumbers.number })
		.prepare('take-number')
);

/** Only kiosk, visit and box bring their own time, and never a later one than now. */
async function clockOf(context: Context, submission: Submission) {
	const own = channelsWithOwnTime.includes(submission.channel) ? submission.submittedAt : null;
	const skewed = own !== null && own > context.now;
	const submittedAt = own === null || skewed ? context.now : own;
	const calendar = submission.type === 'question' ? await loadCalendar(context.db) : null;
	const urgency = submission.hasDanger ? 'urgent' : 'ordinary';
	return { submittedAt, dueAt: firstDue({ type: submission.type, class: urgency, submittedAt, calendar }), skewed };
}

/** Units the resident picked, and people whose names stand in what they wrote. */
async function avoidedBy({ db }: Context, submission: Submission): Promise<Avoided> {
	const named = submission.avoidWords
		? await db
				.select({ id: staff.id })
				.from(staff)
				.where(sql`position(${staff.name} in ${submission.avoidWords}) > 0`)
				.limit(20)
		: [];
	return { unitIds: submission.avoidUnitIds, staffIds: named.map(({ id }) => id) };
}

/**
 * Filing never fails because of whom it avoids: where nobody would be left in charge, the exclusions are not set and
 * the supervisor finds the resident's words with the case.
 */
async function ownerFor(context: Context, submission: Submission, avoided: Avoided) {
	const chosen = { id: null, categoryCode: submission.categoryCode, areaId: submission.areaId };
	try {
		return { id: await dispatcherFor(context, chosen, avoided), avoided };
	} catch (fault) {
		if (!(fault instanceof Refusal) || fault.key !== 'case.nobody-eligible') throw fault;
		const nobody: Avoided = { unitIds: [], staffIds: [] };
		return { id: await dispatcherFor(context, chosen, nobody), avoided: nobody };
	}
}

async function keepExclusions({ db, now }: Context, caseId: number, { unitIds, staffIds }: Avoided): Promise<void> {
	const rows = [
		...unitIds.map((unitId) => ({ caseId, unitId, staffId: null, setAt: now })),
		...staffIds.map((staffId) => ({ caseId, unitId: null, staffId, setAt: now }))
	];
	if (rows.length > 0) await db.insert(exclusions).values(rows);
}

/** A retry: the first answer again, if the content is the same. */
async function replay(context: Context, submission: Submission, keyHash: Buffer, contentMac: Buffer): Promise<Receipt> {
	const [first] = await context.db.select().from(cases).where(eq(cases.submissionKeyHash, keyHash)).limit(1);
	if (!first?.contentMac.equals(contentMac)) throw new Refusal('submission.key-reused');
	const [matter] = await context.db
		.select({ digest: texts.digest })
		.from(texts)
		.where(sql`${texts.caseId} = ${first.id} and ${inArray(texts.kind, ['matter'])}`)
		.orderBy(texts.id)
		.limit(1);
	return {
		caseId: first.id,
		number: readStoredNumber(first.number),
		code: deriveCode(context.secrets, submission.submissionKey),
		linkToken: deriveLinkToken(context.secrets, submission.submissionKey),
		submittedAt: first.submittedAt,
		dueAt: first.firstDueAt,
		hash: matter?.digest.toString('hex') ?? '',
		isReplay: true
	};
}
