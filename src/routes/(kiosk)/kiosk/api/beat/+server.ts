import type { BeatAnswer } from '#lib/domain/kiosk.ts';
import { kioskBeat } from '#lib/domain/kiosk-letter.ts';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { leaseNumbers } from '#lib/server/kiosks/lease-numbers.ts';
import { noteBeat } from '#lib/server/kiosks/note-beat.ts';
import { findKioskConfig } from '#lib/server/kiosks/queries/kiosk-config.ts';
import { siteTexts } from '#lib/server/site/site-texts.ts';

/** The heartbeat of each minute: what the machine says of itself against what it needs to work alone. */
export const POST = kioskAnswer(kioskBeat, async (beat, { locals, url }): Promise<BeatAnswer> => {
	const context = kioskContext(locals, { mustBeActive: false });
	const { actor, now } = context;
	await noteBeat(context, beat);
	const answer = { state: actor.state, now: now.toISOString() };
	if (actor.state !== 'active') return { ...answer, config: null, numbers: [] };
	const { house } = locals;
	const config = await findKioskConfig(context, {
		site: await siteTexts(house.db),
		origin: url.origin,
		hasTranscription: house.config.transcribeUrl !== ''
	});
	return { ...answer, config, numbers: await leaseNumbers(context, beat.freeNumbers) };
});
