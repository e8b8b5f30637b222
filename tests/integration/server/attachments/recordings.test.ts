import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { pathOf } from '#lib/server/attachments/files.ts';
import { openAttachment } from '#lib/server/attachments/keep.ts';
import { acceptPhoto, listWaiting } from '#lib/server/attachments/photos.ts';
import { acceptRecording, recordingLimits } from '#lib/server/attachments/recordings.ts';
import type { Context } from '#lib/server/context.ts';
import { type FilingPlace, openFilingPlace } from '../../../support/filing.ts';
import { filmHead, mp4Recording, webmRecording } from '../../../support/recording.ts';

/** The first page of an Ogg stream: its header, one segment, and what Opus or Theora begin with. */
const ogg = (begins: string) =>
	Buffer.concat([
		Buffer.from('OggS\0\x02', 'latin1'),
		Buffer.alloc(20),
		Buffer.from([1, begins.length]),
		Buffer.from(begins, 'latin1'),
		Buffer.alloc(40)
	]);

/** Never worded as a photo: a recording comes in a kiosk's letter. */
const unreadable = (why: string) => ({ key: 'kiosk.letter-unreadable', details: { why } });

describe('a recording that waits', () => {
	let place: FilingPlace;
	let context: Context;
	beforeAll(async () => {
		place = await openFilingPlace();
		context = place.stranger();
	});
	afterAll(() => place.close());
	const somewhere = () => ({ draftId: randomBytes(32), key: randomBytes(32) });
	const take = (bytes: Buffer, seconds = 2, waiting = somewhere()) =>
		acceptRecording(context, waiting, bytes, { id: randomUUID(), seconds });

	it('lies on the disk sealed, and opens as it was', async () => {
		const waiting = somewhere();
		const kept = await take(webmRecording, 1.6, waiting);
		expect(kept).toMatchObject({ mime: 'audio/webm', width: 0, height: 0, seconds: 2, bytes: webmRecording.length });
		expect(readFileSync(pathOf(context.filesDir, kept.id)).includes('OpusHead')).toBe(false);
		expect((await openAttachment(context, kept, waiting.key)).equals(webmRecording)).toBe(true);
		await expect(openAttachment(context, kept, randomBytes(32))).rejects.toThrow();
	});

	it.each([
		['webm', webmRecording, 'audio/webm'],
		['mp4', mp4Recording, 'audio/mp4'],
		['ogg', ogg('OpusHead\x01'), 'audio/ogg']
	])('may be %s', async (_name, bytes, mime) => {
		expect(await take(bytes)).toMatchObject({ mime });
	});

	it.each([
		[
			'a picture',
			Buffer.from(
				'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
				'base64'
			)
		],
		['a film', filmHead],
		['a film in Ogg', ogg('\x80theora\x03')],
		['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
		['noise', randomBytes(400)]
	])('is not %s', async (_name, bytes) => {
		await expect(take(bytes)).rejects.toMatchObject(unreadable('type'));
	});

	it('is neither empty, nor too large, nor longer than it may be', async () => {
		await expect(take(Buffer.alloc(0))).rejects.toMatchObject(unreadable('empty'));
		const large = Buffer.concat([webmRecording, Buffer.alloc(recordingLimits.bytes)]);
		await expect(take(large)).rejects.toMatchObject(unreadable('size'));
		for (const seconds of [131, -1, Number.NaN])
			await expect(take(webmRecording, seconds)).rejects.toMatchObject(unreadable('size'));
		expect(await take(webmRecording, 130)).toMatchObject({ seconds: 130 });
	});

	it('is one when it was sent twice, and one for a text, beside five photos', async () => {
		const waiting = somewhere();
		const id = randomUUID();
		const photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#345' } })
			.jpeg()
			.toBuffer();
		for (let taken = 0; taken < 5; taken++) await acceptPhoto(context, waiting, photo);
		await acceptRecording(context, waiting, webmRecording, { id, seconds: 2 });
		await acceptRecording(context, waiting, webmRecording, { id, seconds: 2 });
		await expect(take(webmRecording, 2, waiting)).rejects.toMatchObject({ key: 'kiosk.letter-unreadable' });
		await expect(acceptPhoto(context, waiting, photo)).rejects.toMatchObject({ key: 'attachment.count' });
		expect(await listWaiting(context, waiting.draftId)).toHaveLength(6);
	});
});
