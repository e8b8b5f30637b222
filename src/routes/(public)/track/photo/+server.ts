import { error, json } from '@sveltejs/kit';
import { findAttachment, openAttachment } from '#lib/server/attachments/keep.ts';
import { acceptPhoto, removeWaiting } from '#lib/server/attachments/photos.ts';
import { residentOf } from '#lib/server/cases/access.ts';
import { picture } from '#lib/server/http/picture.ts';
import { receivePhoto } from '#lib/server/http/uploads.ts';
import { photoPlace } from '#lib/server/http/waiting-photos.ts';
import type { RequestHandler } from './$types';

/** Photos for a supplement, one a post; they wait until it is sent. */
export const POST: RequestHandler = ({ locals, request }) =>
	receivePhoto(request, async (bytes, id) => {
		const { caseId } = residentOf(locals.context);
		return acceptPhoto(locals.context, photoPlace(locals, caseId), bytes, id);
	});

export const GET: RequestHandler = async ({ locals, url }) => {
	const place = locals.context.actor.kind === 'resident' ? photoPlace(locals, locals.context.actor.caseId) : null;
	const photo = place && (await findAttachment(locals.context, url.searchParams.get('id') ?? ''));
	if (!place || !photo?.draftId?.equals(place.draftId)) error(404, { message: 'not-found' });
	return picture(await openAttachment(locals.context, photo, place.key));
};

export const DELETE: RequestHandler = async ({ locals, url }) => {
	if (locals.context.actor.kind !== 'resident') error(404, { message: 'not-found' });
	const { draftId } = photoPlace(locals, locals.context.actor.caseId);
	await removeWaiting(locals.context, draftId, url.searchParams.get('id') ?? '');
	return json({});
};
