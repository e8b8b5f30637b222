import * as v from 'valibot';
import { kioskToken } from '#lib/domain/kiosk-letter.ts';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { endPhotoTicket } from '#lib/server/intake/photo-tickets.ts';

/** The visit was cleared, or the resident wants another code: what came by this one is gone. */
export const POST = kioskAnswer(v.object({ ticket: kioskToken }), async ({ ticket }, { locals }) => {
	await endPhotoTicket(kioskContext(locals, { mustBeActive: false }), ticket);
	return {};
});
