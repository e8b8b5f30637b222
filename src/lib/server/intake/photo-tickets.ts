import { createHmac } from 'node:crypto';
import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm';
import type { KioskActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Attachment, countWaiting, type Waiting } from '../attachments/keep.ts';
import { acceptPhoto, forgetWaiting, listWaiting, moveWaiting, removeWaiting } from '../attachments/photos.ts';
import type { Context } from '../context.ts';
import type { Secrets } from '../crypto/secrets.ts';
import { photoTickets } from '../db/schema/kiosks.ts';
import { hashToken, isSame, photoCodeMac, randomCode, randomToken } from '../vault/access-secrets.ts';

/** One link is good for ten minutes, and for one phone. */
const ticketMs = 10 * 60_000;
/** Tickets of one machine that are neither over nor used up: it has one visitor at a time. */
const mostLive = 6;

export type PhotoTicket = { ticket: string; code: string; expiresAt: Date };

/**
 * A link that leads the resident's phone to this visit, and ten digits for a phone that cannot scan it. Stored as
 * hashes alone, bound to the machine. Throws `throttled` while six others of the machine are still good.
 */
export async function makePhotoTicket({ db, actor, now, secrets }: Context<KioskActor>): Promise<PhotoTicket> {
	const live = await db
		.select({ expiresAt: photoTickets.expiresAt })
		.from(photoTickets)
		.where(and(eq(photoTickets.deviceId, actor.deviceId), gt(photoTickets.expiresAt, now), isNull(photoTickets.usedAt)))
		.orderBy(asc(photoTickets.expiresAt))
		.limit(mostLive);
	const [first] = live;
	if (first && live.length === mostLive) {
		const ms = first.expiresAt.getTime() - now.getTime();
		throw new Refusal('throttled', { seconds: Math.ceil(ms / 1000) });
	}
	const made = { ticket: randomToken(), code: randomCode(), expiresAt: new Date(now.getTime() + ticketMs) };
	await db.insert(photoTickets).values({
		id: hashToken(made.ticket),
		codeMac: photoCodeMac(secrets, made.code),
		deviceId: actor.deviceId,
		expiresAt: made.expiresAt
	});
	return made;
}

/** What the kiosk may know of the phone: whether it came, and how many photos. Throws `case.not-found`. */
export async function countTicketPhotos(
	context: Context<KioskActor>,
	ticket: string
): Promise<{ count: number; isOpened: boolean }> {
	const [found] = await context.db.select().from(photoTickets).where(ofMachine(context, ticket)).limit(1);
	if (!found) throw new Refusal('case.not-found');
	const { draftId } = placeOf(context.secrets, found.id);
	return { count: await countWaiting(context, draftId, 'photo'), isOpened: found.openedBy !== null };
}

/** The visit ended without handing in: the link is worthless at once, and what had come is gone. */
export async function endPhotoTicket(context: Context<KioskActor>, ticket: string): Promise<void> {
	const [gone] = await context.db
		.delete(photoTickets)
		.where(and(ofMachine(context, ticket), isNull(photoTickets.usedAt)))
		.returning({ id: photoTickets.id });
	if (gone) await forgetWaiting(context, placeOf(context.secrets, gone.id).draftId);
}

/**
 * Lets what came under a ticket wait with the letter that names it, inside the letter's transaction. A ticket of
 * another machine, an unknown or a used one brings nothing; one whose time is over brings what came in time, for a
 * letter may have lain for hours.
 */
export async function takeTicketPhotos(context: Context<KioskActor>, ticket: string, waiting: Waiting): Promise<void> {
	const [used] = await context.db
		.update(photoTickets)
		.set({ usedAt: context.now })
		.where(and(ofMachine(context, ticket), isNull(photoTickets.usedAt)))
		.returning({ id: photoTickets.id });
	if (used) await moveWaiting(context, placeOf(context.secrets, used.id), waiting);
}

/** What a phone shows: the token it scanned, or the digits somebody typed. */
export type TicketProof = { ticket: string } | { code: string };

/**
 * The phone that opens a ticket first has it; returns the secret for its cookie. The same phone may open it again. Null for
 * anybody else, and for a ticket that is over, used up or unknown.
 */
export async function openPhotoTicket(
	context: Context,
	proof: TicketProof,
	knownSecret: string | undefined
): Promise<string | null> {
	const { db, now, secrets } = context;
	const known = knownSecret ? await findPhone(context, knownSecret) : null;
	if (knownSecret && known?.state === 'open' && isFor(secrets, known, proof)) return knownSecret;
	const secret = randomToken();
	const [opened] = await db
		.update(photoTickets)
		.set({ openedBy: hashToken(secret) })
		.where(
			and(
				proved(secrets, proof),
				isNull(photoTickets.openedBy),
				isNull(photoTickets.usedAt),
				gt(photoTickets.expiresAt, now)
			)
		)
		.returning({ id: photoTickets.id });
	return opened ? secret : null;
}

type Row = typeof photoTickets.$inferSelect;
/** The ticket a phone opened: still `open`, `over` when its time is up, `used` when it was handed in. */
export type PhoneSide = Row & { state: 'open' | 'over' | 'used'; place: Waiting };

/** Null for a phone that opened none, or whose visit ended. */
export async function findPhone({ db, now, secrets }: Context, secret: string): Promise<PhoneSide | null> {
	const [found] = await db.select().from(photoTickets).where(openedWith(secret)).limit(1);
	return found ? phoneSide(secrets, found, now) : null;
}

/** What the phone sent and did not take back. */
export function listPhonePhotos(context: Context, { place }: PhoneSide): Promise<Attachment[]> {
	return listWaiting(context, place.draftId);
}

/**
 * Takes a photo from the phone. Throws `case.too-late` when the ticket is no longer open, also when it was handed in
 * while the photo was on its way, and what `acceptPhoto` throws.
 */
export async function acceptFromPhone(
	context: Context,
	secret: string,
	bytes: Buffer,
	id?: string
): Promise<Attachment> {
	const phone = await findPhone(context, secret);
	if (phone?.state !== 'open') throw new Refusal('case.too-late');
	const { place } = phone;
	const photo = await acceptPhoto(context, place, bytes, id);
	// waits for a letter that is taking the photos at this moment
	const [still] = await context.db
		.select({ usedAt: photoTickets.usedAt })
		.from(photoTickets)
		.where(openedWith(secret))
		.limit(1)
		.for('share');
	if (still && !still.usedAt) return photo;
	await removeWaiting(context, place.draftId, photo.id);
	throw new Refusal('case.too-late');
}

/** Takes one back, as long as it was not handed in. */
export async function removeFromPhone(context: Context, secret: string, id: string): Promise<void> {
	const phone = await findPhone(context, secret);
	if (phone) await removeWaiting(context, phone.place.draftId, id);
}

function phoneSide(secrets: Secrets, found: Row, now: Date): PhoneSide {
	const state = found.usedAt ? 'used' : found.expiresAt > now ? 'open' : 'over';
	return { ...found, state, place: placeOf(secrets, found.id) };
}

/** Where the photos of a ticket wait, and under which key: both follow from it and are stored nowhere. */
function placeOf({ derivation }: Secrets, id: Buffer): Waiting {
	const derive = (purpose: string) =>
		createHmac('sha256', derivation)
			.update(`ticket:${purpose}:${id.toString('hex')}`)
			.digest();
	return { draftId: derive('place'), key: derive('key') };
}

function ofMachine({ actor }: Context<KioskActor>, ticket: string): SQL | undefined {
	return and(eq(photoTickets.id, hashToken(ticket)), eq(photoTickets.deviceId, actor.deviceId));
}

function openedWith(secret: string): SQL {
	return eq(photoTickets.openedBy, hashToken(secret));
}

function proved(secrets: Secrets, proof: TicketProof): SQL {
	return 'ticket' in proof
		? eq(photoTickets.id, hashToken(proof.ticket))
		: eq(photoTickets.codeMac, photoCodeMac(secrets, proof.code));
}

function isFor(secrets: Secrets, { id, codeMac }: Row, proof: TicketProof): boolean {
	return 'ticket' in proof ? isSame(id, hashToken(proof.ticket)) : isSame(codeMac, photoCodeMac(secrets, proof.code));
}
