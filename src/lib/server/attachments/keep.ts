import { randomBytes } from 'node:crypto';
import { and, count, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { open, seal } from '../crypto/seal.ts';
import { attachments } from '../db/schema/attachments.ts';
import { isFileId, readStored, removeStored, writeDurably } from './files.ts';
import { photoLimits } from './re-encode.ts';

export type Attachment = typeof attachments.$inferSelect;
/** Attachments wait under a draft's (or a form's) id until the act that takes them; its key wraps each one's own key. */
export type Waiting = { draftId: Buffer; key: Buffer };

/** What is kept of an upload, once it was looked at. */
type Content = Pick<Attachment, 'mime' | 'width' | 'height' | 'seconds'> & { bytes: Buffer };
type Kind = 'photo' | 'recording';
/** How many of a kind wait for one text, and how one more is refused: recordings come in letters alone. */
const most: Record<Kind, number> = { photo: photoLimits.perText, recording: 1 };
const tooMany = { photo: 'attachment.count', recording: 'kiosk.letter-unreadable' } as const;

export const keyPlace = (id: string) => `attachments.wrapped_key:${id}`;
const bytesPlace = (id: string) => `files:${id}`;

/**
 * Keeps an upload in a waiting place: sealed under a key of its own, on the disk before its row. Throws
 * `tooMany` when the place is full. A page that names the file itself may send it again after a broken line:
 * the second copy is the first one (trust D11).
 */
export async function keep(
	context: Context,
	waiting: Waiting,
	{ id, kind, read }: { id: string; kind: Kind; read: () => Promise<Content> }
): Promise<Attachment> {
	const { filesDir, now, actor } = context;
	const before = await findAttachment(context, id);
	if (before?.draftId?.equals(waiting.draftId)) return before;
	if (before || !isFileId(id)) throw new Refusal('attachment.broken');
	const isFull = async (context: Context) => (await countWaiting(context, waiting.draftId, kind)) >= most[kind];
	if (await isFull(context)) throw new Refusal(tooMany[kind]);
	const { bytes, ...content } = await read();
	const key = randomBytes(32);
	await writeDurably(filesDir, id, seal(key, kind, bytes, bytesPlace(id)));
	const values = {
		...content,
		id,
		draftId: waiting.draftId,
		bytes: bytes.length,
		wrappedKey: seal(waiting.key, 'draft', key, keyPlace(id)),
		uploadedById: actor.kind === 'staff' ? actor.id : null,
		createdAt: now
	};
	const row = await inTransaction(context, async (context) => {
		// uploads to one place count one after the other, or two at once would both see room for one
		const place = waiting.draftId.toString('hex');
		await context.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${place}, 0))`);
		if (await isFull(context)) return undefined;
		const [kept] = await context.db.insert(attachments).values(values).returning();
		return kept;
	});
	if (!row) {
		await removeStored(filesDir, id);
		throw new Refusal(tooMany[kind]);
	}
	return row;
}

/** The bytes themselves. `wrappingKey` is the draft's or the case's; the right to them was checked by the caller. */
export async function openAttachment(context: Context, attachment: Attachment, wrappingKey: Buffer): Promise<Buffer> {
	const key = open(() => wrappingKey, attachment.wrappedKey, keyPlace(attachment.id));
	return open(() => key, await readStored(context.filesDir, attachment.id), bytesPlace(attachment.id));
}

/** The row of an attachment, whoever may see it; undefined for an unknown or malformed id. */
export async function findAttachment({ db }: Context, id: string): Promise<Attachment | undefined> {
	if (!isFileId(id)) return undefined;
	const [attachment] = await db.select().from(attachments).where(eq(attachments.id, id)).limit(1);
	return attachment;
}

/** How many photos or recordings wait at a place. */
export async function countWaiting({ db }: Context, draftId: Buffer, kind: Kind): Promise<number> {
	const isOfKind = kind === 'photo' ? isNull(attachments.seconds) : isNotNull(attachments.seconds);
	const [row] = await db
		.select({ waiting: count() })
		.from(attachments)
		.where(and(eq(attachments.draftId, draftId), isNull(attachments.caseId), isOfKind));
	return row?.waiting ?? 0;
}
