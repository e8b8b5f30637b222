import { error, json } from '@sveltejs/kit';
import { findAttachment, openAttachment } from '#lib/server/attachments/keep.ts';
import { phoneSecret, readPhone, takeFromPhone } from '#lib/server/http/phone.ts';
import { picture } from '#lib/server/http/picture.ts';
import { receivePhoto } from '#lib/server/http/uploads.ts';
import { removeFromPhone } from '#lib/server/intake/photo-tickets.ts';
import type { RequestHandler } from './$types';

/** One photo a post, for the script on the page; without JavaScript the page's own form does the same. */
export const POST: RequestHandler = (event) =>
	receivePhoto(event.request, async (bytes, id) => takeFromPhone(event, bytes, id));

/** A photo that waits, for the phone that sent it. */
export const GET: RequestHandler = async (event) => {
	const phone = await readPhone(event);
	if (phone?.state !== 'open') error(404, { message: 'not-found' });
	const photo = await findAttachment(event.locals.context, event.url.searchParams.get('id') ?? '');
	if (!photo?.draftId?.equals(phone.place.draftId)) error(404, { message: 'not-found' });
	return picture(await openAttachment(event.locals.context, photo, phone.place.key));
};

/** Takes one back; one that never arrived is fine. */
export const DELETE: RequestHandler = async (event) => {
	const secret = phoneSecret(event);
	const id = event.url.searchParams.get('id') ?? '';
	if (secret) await removeFromPhone(event.locals.context, secret, id);
	return json({});
};
