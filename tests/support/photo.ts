import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { Attachment } from '../../src/lib/server/attachments/keep.ts';
import { acceptPhoto, claimWaiting } from '../../src/lib/server/attachments/photos.ts';
import { submitCase } from '../../src/lib/server/cases/submit.ts';
import { caseKey } from '../../src/lib/server/vault/case-keys.ts';
import type { Submission } from '../../src/lib/domain/submission.ts';
import { noon, type World } from './world.ts';

/** A case filed from the web with photos. */
export async function caseWithPhotos(world: World, count: number, changes: Partial<Submission> = {}, now = noon) {
	const context = world.stranger(now);
	const waiting = { draftId: randomBytes(32), key: randomBytes(32) };
	const picture = await smallPhoto();
	const photos: Attachment[] = [];
	for (let taken = 0; taken < count; taken++) photos.push(await acceptPhoto(context, waiting, picture));
	const filed = await submitCase(context, world.submission(changes), {
		draftId: waiting.draftId,
		attach: async (context, caseId, textId) =>
			claimWaiting(context, waiting, { caseId, textId, caseKey: await caseKey(context, caseId) }),
		kept: () => null
	});
	return { ...filed, photoIds: photos.map(({ id }) => id) };
}

export function smallPhoto(): Promise<Buffer> {
	return sharp({ create: { width: 40, height: 30, channels: 3, background: '#345' } })
		.jpeg()
		.toBuffer();
}
