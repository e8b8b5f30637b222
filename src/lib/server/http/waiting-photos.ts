import type { Waiting } from '../attachments/keep.ts';
import { claimWaiting, listWaiting, placeAtCase } from '../attachments/photos.ts';
import type { Attach } from '../cases/supply-info.ts';
import { caseKey } from '../vault/case-keys.ts';

/** Where the photos of whoever asks wait at a case. */
export function photoPlace({ context }: App.Locals, caseId: number): Waiting {
	const { actor } = context;
	return placeAtCase(context, actor.kind === 'staff' ? `staff:${actor.id}` : actor.kind, caseId);
}

/** Binds what waits to the text of an act, inside its transaction. */
export function attachWaiting(locals: App.Locals): Attach {
	return async (context, caseId, textId) => {
		const place = photoPlace(locals, caseId);
		if ((await listWaiting(context, place.draftId)).length === 0) return 0;
		return claimWaiting(context, place, { caseId, textId, caseKey: await caseKey(context, caseId) });
	};
}
