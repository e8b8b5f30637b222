import * as v from 'valibot';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { openAssist } from '#lib/server/kiosks/open-assist.ts';

const proof = v.object({
	staffId: v.pipe(v.number(), v.integer()),
	pin: v.pipe(v.string(), v.regex(/^\d{6,12}$/))
});

/** 代填: a clerk unlocks the kiosk. */
export const POST = kioskAnswer(proof, (given, { locals }) => openAssist(kioskContext(locals), given));
