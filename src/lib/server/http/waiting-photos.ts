import { createHmac } from 'node:crypto';
import { claimWaiting, listWaiting, type Waiting } from '../attachments/photos.ts';
import type { Attach } from '../cases/supply-info.ts';
import { caseKey } from '../vault/case-keys.ts';

/**
 * Where photos wait between upload and the act that takes them, for somebody already at a case: apart for each actor,
 * so that one never hands in another's.
 */
export function photoPlace({ context }: App.Locals, caseId: number): Waiting {
	const { actor, secrets } = context;
	const who = actor.kind === 'staff' ? `staff:${actor.id}` : actor.kind;
	const derive = (purpose: string) =>
		createHmac('sha256', secrets.derivation).update(`photos:${purpose}:${who}:${caseId}`).digest();
	return { draftId: derive('place'), key: derive('key') };
}

/** Binds what waits to the text of an act, inside its transaction. */
export function attachWaiting(locals: App.Locals): Attach {
	return async (context, caseId, textId) => {
		const place = photoPlace(locals, caseId);
		if ((await listWaiting(context, place.draftId)).length === 0) return 0;
		return claimWaiting(context, place, { caseId, textId, caseKey: await caseKey(context, caseId) });
	};
}
