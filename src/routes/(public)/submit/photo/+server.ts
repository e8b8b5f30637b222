import { json } from '@sveltejs/kit';
import { Refusal } from '#lib/domain/refusal.ts';
import { acceptPhoto, removeWaiting } from '#lib/server/attachments/photos.ts';
import { readDraft } from '#lib/server/http/draft.ts';
import { draftPlace } from '#lib/server/intake/drafts.ts';
import type { RequestHandler } from './$types';

/** One photo a post, for the script on the page; without JavaScript the page's own form does the same. */
export const POST: RequestHandler = async (event) => {
	const open = await readDraft(event);
	if (!open || open.draft.filed) return json({ key: 'case.not-found' }, { status: 404 });
	const photo = (await event.request.formData()).get('photo');
	if (!(photo instanceof File)) return json({ key: 'attachment.empty' }, { status: 422 });
	try {
		const bytes = Buffer.from(await photo.arrayBuffer());
		const { id } = await acceptPhoto(event.locals.context, draftPlace(open.secret), bytes);
		return json({ id });
	} catch (fault) {
		if (fault instanceof Refusal) return json({ key: fault.key }, { status: 422 });
		throw fault;
	}
};

export const DELETE: RequestHandler = async (event) => {
	const open = await readDraft(event);
	if (open) await removeWaiting(event.locals.context, draftPlace(open.secret).draftId, event.url.searchParams.get('id') ?? '');
	return json({});
};
