import type { RequestEvent } from '@sveltejs/kit';
import { Refusal } from '../../domain/refusal.ts';
import { findResident } from '../cases/access.ts';
import { kioskContext } from './kiosk-api.ts';
import { residentPage } from './resident-page.ts';

/**
 * The rest of the request is the resident's who proved number and code at this kiosk; `secret` is what proved it, held
 * in the kiosk's memory alone. Throws `case.not-found` when its 30 minutes are over.
 */
export async function asResident(event: RequestEvent, secret: string): Promise<void> {
	const { house } = event.locals;
	const found = await findResident(kioskContext(event.locals), secret, { isActivity: true });
	if (!found) throw new Refusal('case.not-found');
	const { kind, caseId, via } = found;
	event.locals.context = house.contextFor({ kind, caseId, via });
}

/** What a kiosk shows of a case, on a screen others may look at: no contact, no text of the matter, no names of residents. */
export async function kioskCase(event: RequestEvent) {
	// a merged case stands as its main case does
	const {
		number,
		standing: state,
		step,
		title,
		unit,
		owner,
		dueAt,
		supplyBy,
		answer,
		rating,
		mustRenewCode,
		can
	} = await residentPage(event);
	return {
		...{ number, state, step, title, unit, owner, mustRenewCode },
		dueAt: dueAt?.toISOString() ?? null,
		supplyBy: supplyBy?.toISOString() ?? null,
		answer: answer && { at: answer.at.toISOString(), by: answer.byUnit ?? unit, parts: answer.words.answer ?? {} },
		rating: rating && { stars: rating.stars, solved: rating.solved },
		mayRate: can.rate
	};
}
export type KioskCase = Awaited<ReturnType<typeof kioskCase>>;
