import { error, json } from '@sveltejs/kit';
import { readNumber } from '#lib/domain/case-number.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { findAttachment, openAttachment } from '#lib/server/attachments/keep.ts';
import { acceptPhoto, removeWaiting } from '#lib/server/attachments/photos.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { picture } from '#lib/server/http/picture.ts';
import { photoPlace } from '#lib/server/http/waiting-photos.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Photos for a progress note or an answer, one a post; they wait until the act takes them. */
async function placeOf(event: RequestEvent<{ number: string }>) {
	const read = readNumber(event.params.number);
	if (!read.ok) error(404, { message: 'not-found' });
	const found = await orNotFound(() => findStaffCase(staffContext(event.locals), read.number));
	return photoPlace(event.locals, found.id);
}

export const POST: RequestHandler = async (event) => {
	const place = await placeOf(event);
	const photo = (await event.request.formData()).get('photo');
	try {
		if (!(photo instanceof File)) throw new Refusal('attachment.empty');
		const { id } = await acceptPhoto(event.locals.context, place, Buffer.from(await photo.arrayBuffer()));
		return json({ id });
	} catch (fault) {
		if (fault instanceof Refusal) return json({ key: fault.key }, { status: 422 });
		throw fault;
	}
};

export const GET: RequestHandler = async (event) => {
	const place = await placeOf(event);
	const photo = await findAttachment(event.locals.context, event.url.searchParams.get('id') ?? '');
	if (!photo?.draftId?.equals(place.draftId)) error(404, { message: 'not-found' });
	return picture(await openAttachment(event.locals.context, photo, place.key));
};

export const DELETE: RequestHandler = async (event) => {
	const { draftId } = await placeOf(event);
	await removeWaiting(event.locals.context, draftId, event.url.searchParams.get('id') ?? '');
	return json({});
};
