import { json } from '@sveltejs/kit';
import { Refusal } from '#lib/domain/refusal.ts';
import { kioskContext, wordless } from '#lib/server/http/kiosk-api.ts';
import { inTurn } from '#lib/server/http/uploads.ts';
import { holdLetter } from '#lib/server/intake/held.ts';
import { fileLetter } from '#lib/server/intake/kiosk.ts';
import type { RequestHandler } from './$types';

/** One sealed letter out of a kiosk's outbox. The answer names the number that is stored; only then is it deleted there. */
export const POST: RequestHandler = (event) =>
	wordless(event, async () => {
		const context = kioskContext(event.locals, { mustBeActive: false });
		const { headers } = event.request;
		const number = headers.get('x-huiyin-number') ?? '';
		const sentAt = new Date(headers.get('x-huiyin-sent-at') ?? '');
		if (Number.isNaN(sentAt.getTime())) throw new Refusal('kiosk.letter-unreadable');
		const sealed = await inTurn(async () => Buffer.from(await event.request.arrayBuffer()));
		const arrived = { number, sealed, sentAt };
		if (context.actor.state !== 'lost') return json({ number: await fileLetter(context, arrived), outcome: 'filed' });
		return json({ number, outcome: await holdLetter(context, arrived) });
	});
