import * as v from 'valibot';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { ringBell } from '#lib/server/kiosks/ring-bell.ts';

/** 叫人帮忙. */
export const POST = kioskAnswer(v.object({}), async (_, { locals }) => {
	await ringBell(kioskContext(locals));
	return {};
});
