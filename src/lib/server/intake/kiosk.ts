import { createHmac } from 'node:crypto';
import { and, eq, gt, lte } from 'drizzle-orm';
import * as v from 'valibot';
import { type CaseNumber, readNumber } from '../../domain/case-number.ts';
import { alertsAfter } from '../../domain/kiosk.ts';
import { kioskLetter, type KioskLetter } from '../../domain/kiosk-letter.ts';
import type { KioskActor } from '../../domain/permissions.ts';
import { readPhone } from '../../domain/phone.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Waiting } from '../attachments/keep.ts';
import { acceptPhoto, claimWaiting } from '../attachments/photos.ts';
import { acceptRecording } from '../attachments/recordings.ts';
import { submitCase } from '../cases/submit.ts';
import { type Context, inTransaction } from '../context.ts';
import { openLetter } from '../crypto/letter-box.ts';
import { sha256 } from '../crypto/sha256.ts';
import { entryTiles } from '../db/schema/categories.ts';
import { kioskAssists, kioskDevices, kiosks, receptionPoints } from '../db/schema/kiosks.ts';
import { caseNumbers } from '../db/schema/numbers.ts';
import { caseKey } from '../vault/case-keys.ts';
import { takeTicketPhotos } from './photo-tickets.ts';

/** A letter as it arrived: still sealed, under the number it says it has, with the kiosk's clock at sending. */
export type Arrived = { number: string; sealed: Buffer; sentAt: Date };

/**
 * Takes what a kiosk sealed, once and only once: a resend finds its case. Only a number that is leased to that device
 * and unused is taken; the clock runs from the kiosk's time, but not before the lease and not after the arrival (both
 * flagged). Throws `kiosk.letter-unreadable`, `kiosk.number-not-leased`, `submission.key-reused`.
 */
export async function fileLetter(
	context: Context<KioskActor>,
	{ number, sealed, sentAt }: Arrived
): Promise<CaseNumber> {
	const { letter, parts } = unsealed(context, number, sealed);
	const read = readNumber(letter.number);
	if (!read.ok || letter.number !== number) throw new Refusal('kiosk.letter-unreadable');
	const submittedAt = new Date(letter.submittedAt);
	const lease = await leaseOf(context, letter.number);
	const isBeforeLease = lease !== null && submittedAt < lease.at;
	const isOff = Math.abs(sentAt.getTime() - context.now.getTime()) > alertsAfter.skewMinutes * 60_000;
	const waiting = placeFor(context, letter);
	// a resend: its photos and recording hang on the case already
	if (!lease?.isUsed) await keepParts(context, waiting, letter, parts);
	const submission = {
		...(await submissionOf(context, letter)),
		submittedAt: isBeforeLease ? lease.at : submittedAt
	};
	const along = {
		own: {
			number: read.number,
			code: letter.code,
			linkToken: letter.linkToken,
			leasedTo: String(context.actor.deviceId)
		},
		filledById: await clerkOf(context, letter, submittedAt),
		isSkewed: isBeforeLease || isOff,
		draftId: waiting.draftId,
		attach: async (context: Context, caseId: number, textId: number) =>
			claimWaiting(context, waiting, { caseId, textId, caseKey: await caseKey(context, caseId) })
	};
	const { photoTicket } = letter;
	if (!photoTicket) return (await submitCase(context, submission, along)).number;
	// the ticket is used up by the case it went into, or not at all
	return inTransaction(context, async (context) => {
		await takeTicketPhotos(context, photoTicket, waiting);
		return (await submitCase(context, submission, along)).number;
	});
}

/** The letter and the bytes of its parts. Throws `kiosk.letter-unreadable` when it is not one of ours, or says nothing. */
export function unsealed(
	{ secrets }: Pick<Context, 'secrets'>,
	number: string,
	sealed: Buffer
): { letter: KioskLetter; parts: Buffer[] } {
	try {
		const plain = openLetter(secrets, sealed, number);
		const jsonEnd = 4 + plain.readUInt32BE(0);
		const letter = v.parse(kioskLetter, JSON.parse(plain.toString('utf8', 4, jsonEnd)));
		let at = jsonEnd;
		const parts = letter.parts.map(({ bytes }) => plain.subarray(at, (at += bytes)));
		const isWhole = at === plain.length;
		if (isWhole && (letter.text || letter.parts.some(({ kind }) => kind === 'recording'))) return { letter, parts };
	} catch {
		// told below: what is wrong with it says nothing to anybody but its maker
	}
	throw new Refusal('kiosk.letter-unreadable');
}

/** When the number was leased; null when it never was. */
async function leaseOf({ db }: Context, number: string): Promise<{ at: Date; isUsed: boolean } | null> {
	const [row] = await db
		.select({ at: caseNumbers.drawnAt, state: caseNumbers.state })
		.from(caseNumbers)
		.where(eq(caseNumbers.number, number))
		.limit(1);
	return row ? { at: row.at, isUsed: row.state === 'used' } : null;
}

/** Where its photos and its recording wait: what the resident's phone sent joins them there. */
function placeFor({ secrets }: Context, { submissionKey }: KioskLetter): Waiting {
	const derive = (purpose: string) =>
		createHmac('sha256', secrets.derivation).update(`letter:${purpose}:${submissionKey}`).digest();
	return { draftId: derive('place'), key: derive('key') };
}

/** A photo that cannot be read is left out; a recording that stands for the text may not be. */
async function keepParts(context: Context, waiting: Waiting, letter: KioskLetter, parts: Buffer[]): Promise<void> {
	for (const [index, part] of letter.parts.entries()) {
		const bytes = parts[index] ?? Buffer.alloc(0);
		const id = fileId(letter.submissionKey, index);
		try {
			if (part.kind === 'photo') await acceptPhoto(context, waiting, bytes, id);
			else await acceptRecording(context, waiting, bytes, { id, seconds: part.seconds });
		} catch (fault) {
			if (!(fault instanceof Refusal)) throw fault;
			if (part.kind === 'recording' && !letter.text) throw new Refusal('kiosk.letter-unreadable');
		}
	}
}

/** The same file for the same part of the same letter, so that a resend stores nothing twice: a UUID of version 8. */
function fileId(submissionKey: string, index: number): string {
	const hex = sha256(`part:${index}:${submissionKey}`).toString('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** 求助 unless the dispatcher corrects it (ruling 19); a tile that stands for one category names it. */
async function submissionOf({ db, actor }: Context<KioskActor>, letter: KioskLetter): Promise<Submission> {
	const { submissionKey, text, place, tilePosition, hasDanger, locale } = letter;
	const [tile] =
		tilePosition === null
			? []
			: await db.select().from(entryTiles).where(eq(entryTiles.position, tilePosition)).limit(1);
	const [kiosk] = await db
		.select({ areaId: receptionPoints.areaId })
		.from(kiosks)
		.innerJoin(receptionPoints, eq(receptionPoints.id, kiosks.pointId))
		.where(eq(kiosks.id, actor.id))
		.limit(1);
	const phone = letter.identity === 'anonymous' ? null : readPhone(letter.phone);
	return {
		submissionKey,
		channel: 'kiosk',
		type: 'help',
		text,
		want: '',
		title: '',
		place,
		categoryCode: tile?.categoryCodes.length === 1 ? (tile.categoryCodes[0] ?? null) : null,
		tilePosition: tile?.position ?? null,
		areaId: kiosk?.areaId ?? null,
		hasDanger,
		identity: phone ? letter.identity : 'anonymous',
		contact: phone ? { name: '', phone, email: '' } : null,
		callHours: 'any',
		wantsCall: phone !== null && letter.wantsCall,
		avoidUnitIds: [],
		avoidWords: '',
		attachmentIds: [],
		submittedAt: null,
		locale
	};
}

/** Who held the pen: the clerk whose ticket was good when the letter was handed in, at a machine of this kiosk. */
async function clerkOf(
	{ db, actor }: Context<KioskActor>,
	{ assistTicket }: KioskLetter,
	submittedAt: Date
): Promise<number | null> {
	if (!assistTicket) return null;
	const tolerance = alertsAfter.skewMinutes * 60_000;
	const [assist] = await db
		.select({ staffId: kioskAssists.staffId })
		.from(kioskAssists)
		.innerJoin(kioskDevices, eq(kioskDevices.id, kioskAssists.deviceId))
		.where(
			and(
				eq(kioskAssists.id, sha256(assistTicket)),
				eq(kioskDevices.kioskId, actor.id),
				lte(kioskAssists.openedAt, new Date(submittedAt.getTime() + tolerance)),
				gt(kioskAssists.endsAt, new Date(submittedAt.getTime() - tolerance))
			)
		)
		.limit(1);
	return assist?.staffId ?? null;
}
