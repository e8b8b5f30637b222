import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { open, seal } from '../crypto/seal.ts';
import { attachments } from '../db/schema/attachments.ts';
import { type At, worded } from '../db/worded.ts';
import { isFileId, readStored, removeStored, writeDurably } from './files.ts';
import { photoLimits, reEncode } from './re-encode.ts';

export type Photo = typeof attachments.$inferSelect;
/** Photos wait under a draft's (or a form's) id until the act that takes them; its key wraps each photo's own key. */
export type Waiting = { draftId: Buffer; key: Buffer };

const keyPlace = (id: string) => `attachments.wrapped_key:${id}`;
const bytesPlace = (id: string) => `files:${id}`;

/**
 * Where photos wait between upload and the act that takes them, for somebody already at a case: apart for each actor,
 * so that one never hands in another's.
 */
export function placeAtCase({ secrets }: Pick<Context, 'secrets'>, who: string, caseId: number): Waiting {
	const derive = (purpose: string) =>
		createHmac('sha256', secrets.derivation).update(`photos:${purpose}:${who}:${caseId}`).digest();
	return { draftId: derive('place'), key: derive('key') };
}

/**
 * Accepts one uploaded photo into a waiting place: re-encoded, sealed under a key of its own, on the disk before its
 * row. At most five wait (`attachment.count`). A page that names the photo itself may send it again after a broken
 * line: the second copy is the first one (trust D11).
 */
export async function acceptPhoto(
	context: Context,
	waiting: Waiting,
	bytes: Buffer,
	id: string = randomUUID()
): Promise<Photo> {
	const { filesDir, now, actor } = context;
	const before = await findPhoto(context, id);
	if (before?.draftId?.equals(waiting.draftId)) return before;
	if (before || !isFileId(id)) throw new Refusal('attachment.broken');
	if ((await countWaiting(context, waiting.draftId)) >= photoLimits.perText) throw new Refusal('attachment.count');
	const photo = await reEncode(bytes);
	const key = randomBytes(32);
	await writeDurably(filesDir, id, seal(key, 'photo', photo.bytes, bytesPlace(id)));
	const values = {
		id,
		draftId: waiting.draftId,
		mime: 'image/webp',
		bytes: photo.bytes.length,
		width: photo.width,
		height: photo.height,
		wrappedKey: seal(waiting.key, 'draft', key, keyPlace(id)),
		uploadedById: actor.kind === 'staff' ? actor.id : null,
		createdAt: now
	};
	const row = await inTransaction(context, async (context) => {
		// uploads to one place count one after the other, or two at once would both see room for one
		const place = waiting.draftId.toString('hex');
		await context.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${place}, 0))`);
		if ((await countWaiting(context, waiting.draftId)) >= photoLimits.perText) return undefined;
		const [kept] = await context.db.insert(attachments).values(values).returning();
		return kept;
	});
	if (!row) {
		await removeStored(filesDir, id);
		throw new Refusal('attachment.count');
	}
	return row;
}

/** Photos that wait for an act, oldest first. */
export function listWaiting({ db }: Context, draftId: Buffer): Promise<Photo[]> {
	return waitingAt(db, { draftId });
}

const waitingAt = worded((db, at: At<{ draftId: Buffer }>) =>
	db
		.select()
		.from(attachments)
		.where(and(eq(attachments.draftId, at.draftId), isNull(attachments.caseId)))
		.orderBy(asc(attachments.createdAt), asc(attachments.id))
		.limit(photoLimits.perText * 2)
		.prepare('waiting-at')
);

/** Takes one back before it was handed in. */
export async function removeWaiting(context: Context, draftId: Buffer, id: string): Promise<void> {
	if (!isFileId(id)) return;
	const [gone] = await context.db
		.delete(attachments)
		.where(and(eq(attachments.id, id), eq(attachments.draftId, draftId), isNull(attachments.caseId)))
		.returning({ id: attachments.id });
	if (gone) await removeStored(context.filesDir, gone.id);
}

/** Takes all back: the resident ended and cleared what was begun. */
export async function forgetWaiting(context: Context, draftId: Buffer): Promise<void> {
	const gone = await context.db
		.delete(attachments)
		.where(and(eq(attachments.draftId, draftId), isNull(attachments.caseId)))
		.returning({ id: attachments.id });
	for (const { id } of gone) await removeStored(context.filesDir, id);
}

/** Binds what waits to a case and a text, each photo's key re-wrapped under the case's key. Returns how many. */
export async function claimWaiting(
	context: Context,
	waiting: Waiting,
	{ caseId, textId, caseKey }: { caseId: number; textId: number; caseKey: Buffer }
): Promise<number> {
	const photos = await listWaiting(context, waiting.draftId);
	for (const { id, wrappedKey } of photos) {
		const key = open(() => waiting.key, wrappedKey, keyPlace(id));
		await context.db
			.update(attachments)
			.set({ caseId, textId, draftId: null, wrappedKey: seal(caseKey, 'case', key, keyPlace(id)) })
			.where(eq(attachments.id, id));
	}
	return photos.length;
}

/** Takes the photos of a text that came back to its writer: they wait again, to be handed in anew or removed. */
export async function returnToWaiting(
	context: Context,
	waiting: Waiting,
	{ textId, caseKey }: { textId: number; caseKey: Buffer }
): Promise<void> {
	const photos = await context.db.select().from(attachments).where(eq(attachments.textId, textId));
	for (const { id, wrappedKey } of photos) {
		const key = open(() => caseKey, wrappedKey, keyPlace(id));
		await context.db
			.update(attachments)
			.set({
				caseId: null,
				textId: null,
				isReleased: false,
				draftId: waiting.draftId,
				wrappedKey: seal(waiting.key, 'draft', key, keyPlace(id)),
				// the eight days of waiting begin anew
				createdAt: context.now
			})
			.where(eq(attachments.id, id));
	}
}

/** The picture itself. `wrappingKey` is the draft's or the case's; the right to see it was checked by the caller. */
export async function openPhoto(context: Context, photo: Photo, wrappingKey: Buffer): Promise<Buffer> {
	const key = open(() => wrappingKey, photo.wrappedKey, keyPlace(photo.id));
	return open(() => key, await readStored(context.filesDir, photo.id), bytesPlace(photo.id));
}

/** The row of a photo, whoever may see it; undefined for an unknown or malformed id. */
export async function findPhoto({ db }: Context, id: string): Promise<Photo | undefined> {
	if (!isFileId(id)) return undefined;
	const [photo] = await db.select().from(attachments).where(eq(attachments.id, id)).limit(1);
	return photo;
}

/** Photos of a case's texts; of a confidential case a unit gets only released ones. At most 200. */
export function listPhotos({ db }: Context, caseId: number, { onlyReleased = false } = {}): Promise<Photo[]> {
	return db
		.select()
		.from(attachments)
		.where(and(eq(attachments.caseId, caseId), onlyReleased ? eq(attachments.isReleased, true) : undefined))
		.orderBy(asc(attachments.createdAt))
		.limit(200);
}

/** Photos on an answer or a progress note were written for the resident and the unit alike. */
export async function releasePhotos({ db }: Context, textIds: readonly number[]): Promise<void> {
	if (textIds.length > 0)
		await db
			.update(attachments)
			.set({ isReleased: true })
			.where(inArray(attachments.textId, [...textIds]));
}

async function countWaiting({ db }: Context, draftId: Buffer): Promise<number> {
	const [row] = await db.select({ waiting: count() }).from(attachments).where(eq(attachments.draftId, draftId));
	return row?.waiting ?? 0;
}
