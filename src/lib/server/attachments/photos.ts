import { createHmac, randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { open, seal } from '../crypto/seal.ts';
import { attachments } from '../db/schema/attachments.ts';
import { type At, worded } from '../db/worded.ts';
import { isFileId, removeStored } from './files.ts';
import { type Attachment, countWaiting, keep, keyPlace, type Waiting } from './keep.ts';
import { photoLimits, reEncode } from './re-encode.ts';

/**
 * Where photos wait between upload and the act that takes them, for somebody already at a case: apart for each actor,
 * so that one never hands in another's.
 */
export function placeAtCase({ secrets }: Pick<Context, 'secrets'>, who: string, caseId: number): Waiting {
	const derive = (purpose: string) =>
		createHmac('sha256', secrets.derivation).update(`photos:${purpose}:${who}:${caseId}`).digest();
	return { draftId: derive('place'), key: derive('key') };
}

/** Accepts one uploaded photo into a waiting place, re-encoded. At most five wait (`attachment.count`). */
export function acceptPhoto(
	context: Context,
	waiting: Waiting,
	bytes: Buffer,
	id: string = randomUUID()
): Promise<Attachment> {
	return keep(context, waiting, {
		id,
		kind: 'photo',
		read: async () => ({ ...(await reEncode(bytes)), mime: 'image/webp', seconds: null })
	});
}

/** What waits for an act, photos and recordings, oldest first. */
export function listWaiting({ db }: Context, draftId: Buffer): Promise<Attachment[]> {
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

/** Binds what waits to a case and a text, each key re-wrapped under the case's key. Returns how many. */
export async function claimWaiting(
	context: Context,
	waiting: Waiting,
	{ caseId, textId, caseKey }: { caseId: number; textId: number; caseKey: Buffer }
): Promise<number> {
	const attached = await listWaiting(context, waiting.draftId);
	for (const { id, wrappedKey } of attached) {
		const key = open(() => waiting.key, wrappedKey, keyPlace(id));
		await context.db
			.update(attachments)
			.set({ caseId, textId, draftId: null, wrappedKey: seal(caseKey, 'case', key, keyPlace(id)) })
			.where(eq(attachments.id, id));
	}
	return attached.length;
}

/** Lets what waits at one place wait at another, its keys re-wrapped, as far as a text takes photos. */
export async function moveWaiting(context: Context, from: Waiting, to: Waiting): Promise<void> {
	const room = photoLimits.perText - (await countWaiting(context, to.draftId, 'photo'));
	const photos = await listWaiting(context, from.draftId);
	for (const { id, wrappedKey } of photos.slice(0, Math.max(0, room))) {
		const key = open(() => from.key, wrappedKey, keyPlace(id));
		await context.db
			.update(attachments)
			.set({ draftId: to.draftId, wrappedKey: seal(to.key, 'draft', key, keyPlace(id)) })
			.where(eq(attachments.id, id));
	}
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

/** All that was sent with a case's texts; what of it an actor may see is for the caller to say. At most 200. */
export function listAttachments({ db }: Context, caseId: number): Promise<Attachment[]> {
	return db
		.select()
		.from(attachments)
		.where(eq(attachments.caseId, caseId))
		.orderBy(asc(attachments.createdAt))
		.limit(200);
}
