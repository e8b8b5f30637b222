import { createHmac, randomInt } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import { type CaseNumber, formatNumber, readStoredNumber } from '../../domain/case-number.ts';
import { addDays, type Day, dayOf } from '../../domain/clock.ts';
import { acceptDue, contactDue, firstDue, noticeDue } from '../../domain/deadline.ts';
import { may } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Role } from '../../domain/roles.ts';
import { type CaseClass, channelsWithOwnTime, type Submission } from '../../domain/submission.ts';
import { titleOf } from '../../domain/title.ts';
import { type CalendarRow, calendarOf } from '../../domain/working-days.ts';
import { type Context, inTransaction } from '../context.ts';
import { sha256 } from '../crypto/sha256.ts';
import { gathered } from '../db/gathered.ts';
import { cases } from '../db/schema/cases.ts';
import { categories, entryTiles } from '../db/schema/categories.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { staff } from '../db/schema/staff.ts';
import { texts } from '../db/schema/texts.ts';
import { wordedStatement } from '../db/worded.ts';
import { caseStream, firstEvent } from '../events/record.ts';
import { type RuleVersion, rulesOf, versionsAt } from '../site/clock-rules.ts';
import { codeMac, deriveCode, deriveLinkToken, hashToken } from '../vault/access-secrets.ts';
import { sealContact } from '../vault/contacts.ts';
import { type Avoided, directingRoles, dispatcherFor, usualDispatcher } from './in-charge.ts';
import { type KeptDraft, type NewCase, newText, putCase } from './put-case.ts';
import { searchTerms } from '../db/search-vector.ts';
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

/** What a kiosk made by itself (ruling 18): a number leased to it, code and link token. */
export type OwnNumber = { number: CaseNumber; code: string; linkToken: string; leasedTo: string };

/** What a channel brings along with a submission. */
type Along = {
	own: OwnNumber | null;
	/** 代填: the clerk who held the pen, at a kiosk. */
	filledById: number | null;
	/** 拆分: the letter this matter was taken from. */
	splitFromId: number | null;
	/** 我也遇到了: the open case the resident takes for the same. */
	alikeId: number | null;
	/** 原台账导入: it came in on a day in the past, by whatever channel it was. */
	isImported: boolean;
	/** Who may not find it, where that is known already; null = as the submission says. */
	avoided: Avoided | null;
	/** The time the channel brought was mended, or its clock goes wrong. */
	isSkewed: boolean;
	/** The draft under which photos wait, and what binds them to the case. */
	draftId: Buffer | null;
	attach: Attach;
	/** The draft as it is kept for the receipt. */
	kept: (receipt: Receipt) => KeptDraft | null;
};
const nothingAlong: Along = {
	own: null,
	filledById: null,
	splitFromId: null,
	alikeId: null,
	isImported: false,
	avoided: null,
	isSkewed: false,
	draftId: null,
	attach: async () => 0,
	kept: () => null
};

/**
 * The one road by which a case comes in, from every channel. A retry with the same submission key gives the same
 * number, code and token; the same key with other content throws `submission.key-reused`. The number is a row of
 * `case_numbers`, drawn now or leased to the kiosk that brings it: one that is not throws `kiosk.number-not-leased`. A
 * plain case is one statement; contact, photos and exclusions follow it in one transaction.
 */
export async function submitCase(
	context: Context,
	submission: Submission,
	more: Partial<Along> = {}
): Promise<Receipt> {
	const along = { ...nothingAlong, ...more };
	assertMayFile(context, submission, along);
	const avoided = along.avoided ?? (await avoidedBy(context, submission));
	const drawn = await draw(context, submission, along.draftId);
	const inCharge = await ownerFor(context, submission, avoided, drawn.ownerId);
	const hasMore = submission.contact !== null || drawn.photos + drawn.recordings > 0 || isAnybody(inCharge.avoided);
	const file = (context: Context) => fileUnderNumber(context, submission, along, { ...drawn, ...inCharge });
	return hasMore ? inTransaction(context, file) : file(context);
}

type Drawn = {
	caseId: number;
	matterId: number;
	avoidId: number;
	photos: number;
	recordings: number;
	/** Holidays and make-up workdays round about. */
	days: readonly CalendarRow[];
	/** The rules that hold at its moment. */
	rules: readonly RuleVersion[];
};
type Prepared = Drawn & { ownerId: number; avoided: Avoided };

/** Draws numbers until one is nobody's; a collision leaves the transaction as it was. */
async function fileUnderNumber(
	context: Context,
	submission: Submission,
	along: Along,
	prepared: Prepared
): Promise<Receipt> {
	const { now, numberPrefix, secrets } = context;
	const { caseId, avoided } = prepared;
	const attached = prepared.photos + prepared.recordings;
	const { own } = along;
	const { receipt, ...filing } = await filingOf(context, submission, prepared, along);
	for (let attempt = 0; attempt < 50; attempt++) {
		const number = own?.number ?? formatNumber(numberPrefix, dayOf(now), randomInt(0, 1_000_000));
		const filed = { ...receipt, number };
		const row = { ...filing.row, number, codeMac: codeMac(secrets, number, receipt.code) };
		const leasedTo = own?.leasedTo ?? null;
		const outcome = await putCase(context, { ...filing, row, leasedTo, draft: along.kept(filed) });
		if (outcome === 'number-taken' && !own) continue;
		if (outcome !== 'filed') return replay(context, submission, row, receipt);
		// somebody took a photo back while the others were handed in
		if (attached > 0 && (await along.attach(context, caseId, prepared.matterId)) !== attached)
			throw new Refusal('attachment.broken');
		if (submission.contact) await sealContact(context, caseId, submission.contact, submission.callHours);
		await keepExclusions(context, caseId, avoided);
		return filed;
	}
	throw new Error('no free case number after 50 draws');
}

/** All that is stored of a submission, besides its number. */
async function filingOf(
	context: Context,
	submission: Submission,
	prepared: Prepared,
	{ own, filledById, splitFromId, alikeId, isSkewed, isImported }: Along
) {
	const { secrets, now, actor } = context;
	const { caseId, ownerId, photos, recordings } = prepared;
	const { submissionKey, text, want, place, avoidWords } = submission;
	const isOfLetter = splitFromId !== null;
	const bringsTime = isOfLetter || isImported || channelsWithOwnTime.includes(submission.channel);
	const { submittedAt, dueAt, isLate, calendar, rules } = clockOf(context, submission, prepared, bringsTime);
	const skewed = isSkewed || isLate;
	const code = own?.code ?? deriveCode(secrets, submissionKey);
	const linkToken = own?.linkToken ?? deriveLinkToken(secrets, submissionKey);
	const hasText = text !== '';
	const title = titleOf(text, submission.title) || (await spokenTitle(context, submission));
	const { type, categoryCode, areaId, channel, identity, tilePosition, wantsCall, locale, hasDanger } = submission;
	// what is confidential is never published, so nothing is agreed to
	const consentsToPublish = identity !== 'confidential' && submission.consentsToPublish === true;
	const acceptBy = acceptDue(now, calendar);
	const urgency: CaseClass = hasDanger ? 'urgent' : 'ordinary';
	// what was only said has a place and a title all the same, and a hash for the receipt
	const matter = newText(prepared.matterId, 'matter', { title, text, want, place });
	const avoid = avoidWords ? newText(prepared.avoidId, 'avoid', { text: avoidWords }) : null;
	const row: Omit<NewCase, 'number' | 'codeMac'> = {
		id: caseId,
		state: 'submitted',
		...{ type, class: urgency, categoryCode, tilePosition, areaId, channel, identity, wantsCall, locale, hasDanger },
		...{ hasRecording: recordings > 0 || !hasText, hasText, title, place },
		...{ submittedAt, receivedAt: now, dueAt, firstDueAt: dueAt, answerDueAt: dueAt },
		stepDueAt: acceptBy,
		noticeDueAt: noticeDue(submittedAt, urgency, null, rules),
		ownerId,
		filedById: actor.kind === 'staff' && !isOfLetter ? actor.id : filledById,
		splitFromId,
		consentsToPublish,
		submissionKeyHash: sha256(submissionKey),
		contentMac: macOf(submission),
		linkTokenHash: hashToken(linkToken)
	};
	const event = firstEvent(context, caseStream(caseId), 'case.submitted', {
		...{ channel, type, class: urgency, identity, categoryCode, areaId, photos },
		acceptBy: acceptBy.toISOString(),
		...(identity === 'anonymous' ? {} : { contactBy: contactDue(now, calendar).toISOString() }),
		...(submittedAt < now ? { submittedAt: submittedAt.toISOString() } : {}),
		...(recordings ? { recordings } : {}),
		...(actor.kind === 'kiosk' ? { kioskId: actor.id } : {}),
		...(filledById === null || isOfLetter ? {} : { filledById }),
		...(splitFromId === null ? {} : { splitFromId }),
		...(alikeId === null ? {} : { alikeId }),
		...(consentsToPublish ? { consentsToPublish } : {}),
		matter: matter.ref,
		ownerId,
		dueAt: dueAt.toISOString(),
		...(avoid ? { avoid: avoid.ref } : {}),
		...(skewed ? { skewed } : {})
	});
	return {
		row,
		event,
		terms: searchTerms([title, text, want, place].join('\n')),
		texts: [matter, avoid].flatMap((one) => one?.text ?? []),
		receipt: { caseId, code, linkToken, submittedAt, dueAt, hash: matter.ref.digest, isReplay: false }
	};
}

/** What was only said is called by its place, else by its kind. */
async function spokenTitle({ db }: Context, { place, categoryCode, tilePosition }: Submission): Promise<string> {
	if (place) return titleOf(place);
	const [kind] = await db
		.select({ category: categories.name, tile: entryTiles.label })
		.from(entryTiles)
		.leftJoin(categories, eq(categories.code, categoryCode ?? ''))
		.where(eq(entryTiles.position, tilePosition ?? 8))
		.limit(1);
	return titleOf(kind?.category ?? kind?.tile ?? '');
}

function assertMayFile({ actor }: Context, submission: Submission, { splitFromId }: Along): void {
	// a matter of a letter comes by the letter's channel, from whoever may split it (cases/split)
	if (splitFromId !== null && actor.kind === 'staff') return;
	const isByStaff = submission.channel !== 'web' && submission.channel !== 'kiosk';
	const isByKiosk = submission.channel === 'kiosk';
	if (isByKiosk !== (actor.kind === 'kiosk') && actor.kind !== 'system') throw new Refusal('kiosk.not-active');
	if (isByStaff !== (actor.kind === 'staff') && actor.kind !== 'system') throw new Refusal('submission.not-staff');
	if (actor.kind === 'staff' && !may(actor, 'submit', nothingFiledYet)) throw new Refusal('submission.not-staff');
}

const nothingFiledYet = {
	id: 0,
	state: 'submitted',
	class: 'ordinary',
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

/** What filing must know beforehand: ids for the case and its texts, how many photos wait, who is usually in charge. */
async function draw({ db, now }: Context, submission: Submission, draftId: Buffer | null) {
	const { categoryCode, areaId, submittedAt } = submission;
	const drawn = await drawing(db, {
		roles: directingRoles({ categoryCode }),
		areaId,
		draftId,
		day: dayOf(submittedAt ?? now),
		at: (submittedAt !== null && submittedAt < now ? submittedAt : now).toISOString(),
		until: addDays(dayOf(now), 21)
	});
	return {
		caseId: Number(drawn.case_id),
		matterId: Number(drawn.matter_id),
		avoidId: Number(drawn.avoid_id),
		photos: Number(drawn.photos),
		recordings: Number(drawn.recordings),
		days: drawn.days,
		rules: drawn.rules,
		ownerId: drawn.owner_id === null ? null : Number(drawn.owner_id)
	};
}

type Wanted = { roles: Role[]; areaId: number | null; draftId: Buffer | null; day: Day; at: string; until: Day };
const drawing = gathered((db, wanted: readonly Wanted[]) => {
	const rows = wanted.map(({ roles, areaId, draftId, day, at, until }) => ({
		...{ roles, day, at, until },
		area_id: areaId,
		draft_id: draftId && `\\x${draftId.toString('hex')}`
	}));
	return drawnFor(db, { wanted: JSON.stringify(rows) });
});

const drawnFor = wordedStatement<
	{ wanted: string },
	Record<'case_id' | 'matter_id' | 'avoid_id' | 'photos' | 'recordings', string> & {
		owner_id: string | null;
		days: CalendarRow[];
		rules: RuleVersion[];
	}
>((db, at) => {
	const wanted = sql`rows from (json_to_recordset(${at.wanted}::json) as (roles text[], area_id bigint, draft_id bytea, day date, at timestamptz, until date))`;
	return sql`
		select nextval('cases_id_seq') as case_id, nextval('texts_id_seq') as matter_id, nextval('texts_id_seq') as avoid_id,
			(select count(*) from attachments
				where draft_id = wanted.draft_id and case_id is null and seconds is null) as photos,
			(select count(*) from attachments
				where draft_id = wanted.draft_id and case_id is null and seconds is not null) as recordings,
			${usualDispatcher(db, { roles: sql`wanted.roles`, areaId: sql`wanted.area_id` })} as owner_id,
			(select coalesce(json_agg(json_build_object('day', special.day, 'kind', special.kind)), '[]') from calendar_days as special
				where special.day between wanted.day and wanted.until) as days,
			(select coalesce(json_agg(held), '[]') from (${versionsAt(sql`wanted.at`)}) as held) as rules
		from ${wanted} with ordinality as wanted order by ordinality`;
});

/** Only kiosk, visit, box, a letter that is split and what is imported bring their own time, and never a later one than now. */
function clockOf(context: Context, submission: Submission, { days, rules: versions }: Prepared, bringsTime: boolean) {
	const own = bringsTime ? submission.submittedAt : null;
	const isLate = own !== null && own > context.now;
	const submittedAt = own === null || isLate ? context.now : own;
	const calendar = calendarOf(days);
	const urgency = submission.hasDanger ? 'urgent' : 'ordinary';
	const rules = rulesOf(versions);
	// the slip of a kiosk that was off-line has printed a date without a roll: none is later than that
	if (submission.channel === 'kiosk') rules['deadline.rolls'] = 0;
	const dueAt = firstDue({ type: submission.type, class: urgency, submittedAt, calendar, rules });
	return { submittedAt, dueAt, isLate, calendar, rules };
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

const isAnybody = ({ unitIds, staffIds }: Avoided) => unitIds.length + staffIds.length > 0;

/**
 * Filing never fails because of whom it avoids: where nobody would be left in charge, the exclusions are not set and
 * the supervisor finds the resident's words with the case.
 */
async function ownerFor(context: Context, submission: Submission, avoided: Avoided, usualId: number | null) {
	if (isAnybody(avoided)) {
		const chosen = { id: null, categoryCode: submission.categoryCode, areaId: submission.areaId };
		try {
			return { ownerId: await dispatcherFor(context, chosen, avoided), avoided };
		} catch (fault) {
			if (!(fault instanceof Refusal) || fault.key !== 'case.nobody-eligible') throw fault;
		}
	}
	if (usualId === null) throw new Refusal('case.nobody-eligible');
	const nobody: Avoided = { unitIds: [], staffIds: [] };
	return { ownerId: usualId, avoided: nobody };
}

async function keepExclusions({ db, now }: Context, caseId: number, { unitIds, staffIds }: Avoided): Promise<void> {
	const rows = [
		...unitIds.map((unitId) => ({ caseId, unitId, staffId: null, setAt: now })),
		...staffIds.map((staffId) => ({ caseId, unitId: null, staffId, setAt: now }))
	];
	if (rows.length > 0) await db.insert(exclusions).values(rows);
}

/** A retry: the first answer again, if the content is the same. */
async function replay(
	context: Context,
	submission: Submission,
	{ submissionKeyHash: keyHash, contentMac }: Pick<NewCase, 'submissionKeyHash' | 'contentMac'>,
	{ code, linkToken }: Pick<Receipt, 'code' | 'linkToken'>
): Promise<Receipt> {
	const [first] = await context.db.select().from(cases).where(eq(cases.submissionKeyHash, keyHash)).limit(1);
	if (!first && submission.channel === 'kiosk') throw new Refusal('kiosk.number-not-leased');
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
		code,
		linkToken,
		submittedAt: first.submittedAt,
		dueAt: first.firstDueAt,
		hash: matter?.digest.toString('hex') ?? '',
		isReplay: true
	};
}
