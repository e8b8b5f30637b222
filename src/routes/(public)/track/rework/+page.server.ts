import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { textField } from '#lib/domain/form-fields.ts';
import { requestRework } from '#lib/server/cases/rate.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject } = await ownCase(event);
	return { number: subject.number, title: subject.title };
};

const form = v.object({ number: caseNumber, reason: v.optional(textField('reason', [0, 500]), '') });

export const actions: Actions = {
	default: formAction(form, async ({ number, reason }, event) => {
		await requestRework(event.locals.context, number, { reason });
		redirect(303, '/track?done=rework');
	})
};
