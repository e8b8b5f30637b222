import * as v from 'valibot';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { makePhotoTicket } from '#lib/server/intake/photo-tickets.ts';

/** A link for the resident's phone. */
export const POST = kioskAnswer(v.object({}), (_, { locals }) => makePhotoTicket(kioskContext(locals)));
