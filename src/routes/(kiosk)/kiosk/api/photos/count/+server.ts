import * as v from 'valibot';
import { kioskToken } from '#lib/domain/kiosk-letter.ts';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { countTicketPhotos } from '#lib/server/intake/photo-tickets.ts';

/** How many photos came from the phone: never the photos themselves. */
export const POST = kioskAnswer(v.object({ ticket: kioskToken }), ({ ticket }, { locals }) =>
	countTicketPhotos(kioskContext(locals), ticket)
);
