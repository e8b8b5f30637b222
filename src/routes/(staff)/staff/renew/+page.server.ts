import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { useLink } from '#lib/server/auth/administer.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import type { Actions } from './$types';

const renewForm = v.object({
	token: v.pipe(
		v.string('field.missing'),
		v.trim(),
		v.transform((text) => text.split('#').at(-1) ?? ''),
		v.regex(/^[\w-]{32}$/, 'field.missing')
	),
	password: v.pipe(
		v.string('password.missing'),
		v.minLength(1, 'password.missing'),
		v.maxLength(200, 'password.missing')
	),
	factor: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(30)), '')
});

export const actions: Actions = {
	default: formAction(renewForm, async ({ token, password, factor }, event) => {
		await useLink(event.locals.context, { token, password, proof: factor });
		redirect(303, '/staff/sign-in?renewed');
	})
};
