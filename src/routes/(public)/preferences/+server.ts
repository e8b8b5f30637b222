import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { preferencesSchema } from '#lib/domain/preferences.ts';
import { keepPreferences } from '#lib/server/http/preferences.ts';
import type { RequestHandler } from './$types';

/** Changes language or looks and goes back to where the visitor was. */
export const POST: RequestHandler = async (event) => {
	const form = await event.request.formData();
	const changed = Object.fromEntries(
		['locale', 'size', 'theme', 'contrast'].flatMap((name) => (form.has(name) ? [[name, form.get(name)]] : []))
	);
	keepPreferences(event, v.parse(preferencesSchema, { ...event.locals.preferences, ...changed }));
	const next = String(form.get('next') ?? '/');
	redirect(303, /^\/(?![/\\])[^\\]*$/.test(next) ? next : '/');
};
