import * as v from 'valibot';
import { readPairingCode } from '#lib/domain/kiosk.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { kioskAnswer } from '#lib/server/http/kiosk-api.ts';
import { pairDevice } from '#lib/server/kiosks/pair-device.ts';

/** A new machine shows its pairing code and gets its token, once. */
export const POST = kioskAnswer(v.object({ code: v.string() }), ({ code }, { locals, getClientAddress }) => {
	const read = readPairingCode(code);
	if (!read) throw new Refusal('kiosk.pairing-code');
	return pairDevice(locals.context, { code: read, address: getClientAddress() });
});
