import { showCode } from '#lib/domain/access-code.ts';
import { renewCode } from '#lib/server/cases/renew-code.ts';
import { ownForm } from '#lib/server/http/case-form.ts';
import { setCookie } from '#lib/server/http/cookies.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject } = await ownCase(event);
	return { number: subject.number, title: subject.title };
};

export const actions: Actions = {
	default: formAction(ownForm, async ({ number }, event) => {
		const { code, secret } = await renewCode(event.locals.context, number);
		setCookie(event, 'case', secret);
		return { fresh: showCode(code) };
	})
};
