import { json } from '@sveltejs/kit';
import { Refusal } from '#lib/domain/refusal.ts';
import { assertNotThrottled, countFailure, deviceTranscriptionLimits } from '#lib/server/auth/throttle.ts';
import { kioskContext, wordless } from '#lib/server/http/kiosk-api.ts';
import { inTurn } from '#lib/server/http/uploads.ts';
import { transcribe } from '#lib/server/intake/transcribe.ts';
import type { RequestHandler } from './$types';

/** The text of a recording, by the office's own service where it has one. Nothing of it is kept. */
export const POST: RequestHandler = (event) =>
	wordless(event, async () => {
		const context = kioskContext(event.locals);
		const { config, log } = event.locals.house;
		if (!config.transcribeUrl) throw new Refusal('kiosk.not-transcribed', { why: 'none' });
		const limits = deviceTranscriptionLimits(context.actor.deviceId);
		await assertNotThrottled(context, limits);
		await countFailure(context, limits);
		const bytes = await inTurn(async () => Buffer.from(await event.request.arrayBuffer()));
		const seconds = Number(event.request.headers.get('x-huiyin-seconds') ?? NaN);
		try {
			return json({ text: await transcribe(config.transcribeUrl, { bytes, seconds }) });
		} catch (fault) {
			if (fault instanceof Refusal) log.warn({ key: fault.key, ...fault.details }, 'a recording did not become text');
			throw fault;
		}
	});
