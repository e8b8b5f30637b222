import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf, writeDurably } from '#lib/server/attachments/files.ts';
import { openAttachment } from '#lib/server/attachments/keep.ts';
import { acceptPhoto, forgetWaiting, listWaiting, removeWaiting } from '#lib/server/attachments/photos.ts';
import { sweepFiles } from '#lib/server/attachments/sweep-files.ts';
import type { Context } from '#lib/server/context.ts';
import { draftPlace, emptyDraft, newSecret, saveDraft } from '#lib/server/intake/drafts.ts';
import { type FilingPlace, openFilingPlace } from '../../../support/filing.ts';

const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#345' } })
	.jpeg()
	.toBuffer();
const filesOf = ({ filesDir }: Context) =>
	readdirSync(filesDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 30);

describe('photos that wait', () => {
	let place: FilingPlace;
	let context: Context;
	beforeAll(async () => {
		place = await openFilingPlace();
		context = place.stranger();
	});
	afterAll(() => place.close());
	const somewhere = () => ({ draftId: randomBytes(32), key: randomBytes(32) });

	it('lie on the disk sealed', async () => {
		const waiting = somewhere();
		const kept = await acceptPhoto(context, waiting, photo);
		const stored = readFileSync(pathOf(context.filesDir, kept.id));
		expect(stored.includes('WEBP')).toBe(false);
		expect((await openAttachment(context, kept, waiting.key)).includes('WEBP')).toBe(true);
		await expect(openAttachment(context, kept, randomBytes(32))).rejects.toThrow();
	});

	it('cannot be swapped for one another on the disk', async () => {
		const waiting = somewhere();
		const one = await acceptPhoto(context, waiting, photo);
		const other = await acceptPhoto(context, waiting, photo);
		await expect(openAttachment(context, { ...one, id: other.id }, waiting.key)).rejects.toThrow();
	});

	it('are one when a broken line made the page send it twice', async () => {
		const waiting = somewhere();
		const id = randomUUID();
		await acceptPhoto(context, waiting, photo, id);
		await acceptPhoto(context, waiting, photo, id);
		expect(await listWaiting(context, waiting.draftId)).toHaveLength(1);
	});

	it('cannot take the name of a photo elsewhere, nor a path', async () => {
		const { id } = await acceptPhoto(context, somewhere(), photo);
		await expect(acceptPhoto(context, somewhere(), photo, id)).rejects.toMatchObject({ key: 'attachment.broken' });
		await expect(acceptPhoto(context, somewhere(), photo, '../../etc/passwd')).rejects.toMatchObject({
			key: 'attachment.broken'
		});
	});

	it('are five at most, also when they come all at once', async () => {
		const waiting = somewhere();
		const sent = await Promise.allSettled(Array.from({ length: 8 }, () => acceptPhoto(context, waiting, photo)));
		const refused = sent.filter((result) => result.status === 'rejected');
		for (const { reason } of refused) expect(reason).toMatchObject({ key: 'attachment.count' });
		const kept = await listWaiting(context, waiting.draftId);
		expect(kept).toHaveLength(5);
		await expect(acceptPhoto(context, waiting, photo)).rejects.toMatchObject({ key: 'attachment.count' });
		expect(refused).toHaveLength(3);
	});

	it('are removed with their file, and only by whoever holds them', async () => {
		const waiting = somewhere();
		const { id } = await acceptPhoto(context, waiting, photo);
		await removeWaiting(context, randomBytes(32), id);
		await removeWaiting(context, waiting.draftId, "' or 1=1");
		expect(await listWaiting(context, waiting.draftId)).toHaveLength(1);
		await removeWaiting(context, waiting.draftId, id);
		expect(filesOf(context).some((name) => name.includes(id))).toBe(false);
	});

	it('go all at once when the resident ends and clears', async () => {
		const waiting = somewhere();
		const kept = [await acceptPhoto(context, waiting, photo), await acceptPhoto(context, waiting, photo)];
		await forgetWaiting(context, waiting.draftId);
		const left = filesOf(context).join();
		expect(kept.some(({ id }) => left.includes(id))).toBe(false);
	});

	it('leave nothing behind when the photo is refused', async () => {
		const before = filesOf(context).length;
		await expect(acceptPhoto(context, somewhere(), Buffer.from('<svg/>'))).rejects.toMatchObject({
			key: 'attachment.type'
		});
		expect(filesOf(context)).toHaveLength(before);
	});

	it('are swept when nobody names them any more, and kept while a draft lives', async () => {
		const day = 24 * 60;
		const secret = newSecret();
		const held = await acceptPhoto(context, draftPlace(secret), photo);
		const forgotten = await acceptPhoto(context, somewhere(), photo);
		const orphan = randomUUID();
		const young = randomUUID();
		await writeDurably(context.filesDir, orphan, photo);
		await writeDurably(context.filesDir, young, photo);
		await saveDraft(place.stranger(6 * day), secret, emptyDraft());
		const later = place.stranger(9 * day);
		for (const id of [held.id, forgotten.id, orphan]) utimesSync(pathOf(context.filesDir, id), 0, 0);
		utimesSync(pathOf(context.filesDir, young), later.now, later.now);
		await sweepFiles(later);
		const left = filesOf(context).map((name) => path.basename(name));
		expect([held.id, young].every((id) => left.includes(id))).toBe(true);
		expect([forgotten.id, orphan].some((id) => left.includes(id))).toBe(false);
	});
});
