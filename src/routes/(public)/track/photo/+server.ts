import { error, json } from '@sveltejs/kit';
import { Refusal } from '#lib/domain/refusal.ts';
import { acceptPhoto, findPhoto, openPhoto, removeWaiting } from '#lib/server/attachments/photos.ts';
import { residentOf } from '#lib/server/cases/access.ts';
import { picture } from '#lib/server/http/picture.ts';
import { photoPlace } from '#lib/server/http/waiting-photos.ts';
import type { RequestHandler } from './$types';

/** Photos for a supplement, one a post; they wait until it is sent. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const photo = (await request.formData()).get('photo');
	try {
		const { caseId } = residentOf(locals.context);
		if (!(photo instanceof File)) throw new Refusal('attachment.empty');
		const bytes = Buffer.from(await photo.arrayBuffer());
		const { id } = await acceptPhoto(locals.context, photoPlace(locals, caseId), bytes);
		return json({ id });
	} catch (fault) {
		if (fault instanceof Refusal) return json({ key: fault.key }, { status: fault.key === 'case.not-found' ? 404 : 422 });
		throw fault;
	}
};

export const GET: RequestHandler = async ({ locals, url }) => {
	const place = locals.context.actor.kind === 'resident' ? photoPlace(locals, locals.context.actor.caseId) : null;
	const photo = place && (await findPhoto(locals.context, url.searchParams.get('id') ?? ''));
	if (!place || !photo?.draftId?.equals(place.draftId)) error(404, { message: 'not-found' });
	return picture(await openPhoto(locals.context, photo, place.key));
};

export const DELETE: RequestHandler = async ({ locals, url }) => {
	if (locals.context.actor.kind !== 'resident') error(404, { message: 'not-found' });
	const { draftId } = photoPlace(locals, locals.context.actor.caseId);
	await removeWaiting(locals.context, draftId, url.searchParams.get('id') ?? '');
	return json({});
};
