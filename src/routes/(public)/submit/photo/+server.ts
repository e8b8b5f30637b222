import { json } from '@sveltejs/kit';
import { Refusal } from '#lib/domain/refusal.ts';
import { acceptPhoto, removeWaiting } from '#lib/server/attachments/photos.ts';
import { readDraft } from '#lib/server/http/draft.ts';
import { receivePhoto } from '#lib/server/http/uploads.ts';
import { draftPlace } from '#lib/server/intake/drafts.ts';
import type { RequestHandler } from './$types';

/** One photo a post, for the script on the page; without JavaScript the page's own form does the same. */
export const POST: RequestHandler = async (event) => {
	const open = await readDraft(event);
	return receivePhoto(event.request, async (bytes, id) => {
		if (!open || open.draft.filed) throw new Refusal('case.not-found');
		return acceptPhoto(event.locals.context, draftPlace(open.secret), bytes, id);
	});
};

/** Takes one back; one that never arrived is fine. */
export const DELETE: RequestHandler = async (event) => {
	const open = await readDraft(event);
	if (open)
		await removeWaiting(event.locals.context, draftPlace(open.secret).draftId, event.url.searchParams.get('id') ?? '');
	return json({});
};
