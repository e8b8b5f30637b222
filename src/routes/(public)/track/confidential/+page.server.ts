import { redirect } from '@sveltejs/kit';
import { makeConfidential } from '#lib/server/cases/change-contact.ts';
import { ownForm } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject, owner } = await ownCase(event);
	return { number: subject.number, title: subject.title, owner };
};

export const actions: Actions = {
	default: formAction(ownForm, async ({ number }, event) => {
		await makeConfidential(event.locals.context, number);
		redirect(303, '/track?done=confidential');
	})
};
