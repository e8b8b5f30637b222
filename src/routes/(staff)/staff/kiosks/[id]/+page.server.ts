import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { countdownSeconds, idleDefaults, idlePlaces, kioskPrinters } from '#lib/domain/kiosk.ts';
import { placeLimits } from '#lib/domain/kiosk-settings.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { endForm, kioskForm, rowOfPage } from '#lib/server/http/kiosk-forms.ts';
import { changeKiosk } from '#lib/server/kiosks/change-kiosk.ts';
import { endDevice } from '#lib/server/kiosks/end-device.ts';
import { makePairingCode } from '#lib/server/kiosks/make-pairing-code.ts';
import { findKiosk } from '#lib/server/kiosks/queries/find-kiosk.ts';
import { listPoints } from '#lib/server/office/find-point.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const context = staffContext(locals);
	const id = rowOfPage(params.id);
	if (!context.actor.roles.includes('administrator')) error(404, { message: 'not-found' });
	const [kiosk, points] = await Promise.all([
		id === null ? null : orNotFound(() => findKiosk(context, id)),
		listPoints(context)
	]);
	return {
		kiosk,
		points,
		choices: { idlePlaces, printers: kioskPrinters },
		limits: { ...placeLimits, countdownSeconds },
		idleDefaults,
		address: `${url.origin}/kiosk`,
		isFresh: url.searchParams.has('made')
	};
};

export const actions: Actions = {
	save: formAction(kioskForm, async (input, { locals, params }) => {
		const id = rowOfPage(params.id ?? '');
		const { home, choice, typing, result, receipt, assisted } = input;
		const kioskId = await changeKiosk(staffContext(locals), {
			id,
			pointId: input.point,
			name: input.name,
			locale: input.locale,
			printer: input.printer,
			hasCamera: input.camera,
			hasMicrophone: input.microphone,
			mmPerPx: input.mmPerPx,
			idleSeconds: { home, choice, typing, result, receipt, assisted },
			places: input.places,
			servicePin: input.clearPin ? null : input.servicePin ? { digits: input.servicePin } : 'keep'
		});
		if (id === null) redirect(303, `/staff/kiosks/${kioskId}?made`);
		return { saved: true as const };
	}),
	/** The one answer that holds the code: it is stored as a MAC alone. */
	code: formAction(v.object({}), async (_input, { locals, params }) => ({
		pairing: await makePairingCode(staffContext(locals), rowOfPage(params.id ?? '') ?? 0)
	})),
	end: formAction(endForm, async ({ device, as }, { locals }) => {
		await endDevice(staffContext(locals), device, as);
		return { ended: as };
	})
};
