import { error } from '@sveltejs/kit';
import { openPhoto } from '#lib/server/attachments/photos.ts';
import { findVisiblePhoto } from '#lib/server/cases/queries/photo.ts';
import { picture } from '#lib/server/http/picture.ts';
import { findCaseKey } from '#lib/server/vault/case-keys.ts';
import type { RequestHandler } from './$types';

/** A photo of a case, for staff who may find the case; of a confidential one a unit gets only released photos. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const photo = await findVisiblePhoto(locals.context, params.id);
	const key = photo?.caseId ? await findCaseKey(locals.context, photo.caseId) : null;
	if (!photo || !key) error(404, { message: 'not-found' });
	return picture(await openPhoto(locals.context, photo, key));
};
