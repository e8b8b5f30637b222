import { error, type RequestEvent } from '@sveltejs/kit';
import { openAttachment } from '../attachments/keep.ts';
import { findVisibleAttachment } from '../cases/queries/attachment.ts';
import { findCaseKey } from '../vault/case-keys.ts';
import { picture, sound } from './picture.ts';

/** A photo or a recording of a case, for whoever may see it; everybody else learns nothing. */
export async function caseFile({ locals, params, request }: RequestEvent<{ id: string }>): Promise<Response> {
	const attachment = await findVisibleAttachment(locals.context, params.id);
	const key = attachment?.caseId ? await findCaseKey(locals.context, attachment.caseId) : null;
	if (!attachment || !key) error(404, { message: 'not-found' });
	const bytes = await openAttachment(locals.context, attachment, key);
	return attachment.seconds === null ? picture(bytes) : sound(bytes, attachment.mime, request.headers.get('range'));
}
