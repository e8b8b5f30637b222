import { error } from '@sveltejs/kit';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { rowOfPage } from '#lib/server/http/kiosk-forms.ts';
import { qrAddress } from '#lib/server/http/qr.ts';
import { findPoint } from '#lib/server/office/find-point.ts';
import type { PageServerLoad } from './$types';

/** A reception point on paper: when, who, by phone, and how to tell us from home. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const context = staffContext(locals);
	const id = rowOfPage(params.id);
	if (id === null) error(404, { message: 'not-found' });
	const { name, address, phone, hours } = await orNotFound(() => findPoint(context, id));
	return { point: { id, name, address, phone, hours }, origin: url.origin, qr: await qrAddress(`${url.origin}/`) };
};
