import { error } from '@sveltejs/kit';
import { findAttachment, openAttachment } from '#lib/server/attachments/keep.ts';
import { readDraft } from '#lib/server/http/draft.ts';
import { picture } from '#lib/server/http/picture.ts';
import { draftPlace } from '#lib/server/intake/drafts.ts';
import type { RequestHandler } from './$types';

/** A photo that waits under this browser's own draft. */
export const GET: RequestHandler = async (event) => {
	const open = await readDraft(event);
	const photo = open && (await findAttachment(event.locals.context, event.params.id));
	const place = open && draftPlace(open.secret);
	if (!photo?.draftId || !place || !photo.draftId.equals(place.draftId)) error(404, { message: 'not-found' });
	return picture(await openAttachment(event.locals.context, photo, place.key));
};
