import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { readCode } from '#lib/domain/access-code.ts';
import {
	openOfLetter,
	openWithCode,
	openWithDevice,
	openWithLink,
	residentOf,
	revokeDevices
} from '#lib/server/cases/access.ts';
import { declineFollowUp } from '#lib/server/cases/follow-up.ts';
import { consentToPublish, withdrawConsent } from '#lib/server/cases/publish-summary.ts';
import { remindCase } from '#lib/server/cases/remind.ts';
import { requestRecheck } from '#lib/server/cases/request-recheck.ts';
import { assertNotThrottled, countFailure, guessLimits, isGuessing } from '#lib/server/auth/throttle.ts';
import { dropCookie, readCookie, setCookie } from '#lib/server/http/cookies.ts';
import { caseNumber, ownForm } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { forgetOpened, hasOpenedBefore, noteOpened } from '#lib/server/http/opened-before.ts';
import { residentPage } from '#lib/server/http/resident-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = event.locals;
	event.depends('app:live');
	if (context.actor.kind === 'resident') return { page: await residentPage(event) };
	const device = readCookie(event, 'device');
	const opened = device ? await openWithDevice(context, device) : null;
	if (opened) {
		setCookie(event, 'case', opened.secret);
		redirect(303, '/track');
	}
	return { page: null };
};

const pairForm = v.object({
	number: caseNumber,
	code: v.pipe(
		v.string('code.missing'),
		v.minLength(1, 'code.missing'),
		v.check((text) => readCode(text) !== null, 'code.wrong'),
		v.transform((text) => readCode(text) ?? '')
	)
});

export const actions: Actions = {
	open: formAction(pairForm, async ({ number, code }, event) => {
		const { context } = event.locals;
		const openedBefore = hasOpenedBefore(event, number);
		const limits = guessLimits(context, number, { address: event.getClientAddress(), openedBefore });
		await assertNotThrottled(context, limits);
		const opened = await openWithCode(context, number, code);
		if (!opened) {
			await countFailure(context, limits);
			if (await isGuessing(context)) event.locals.house.log.warn('somebody guesses codes: 60 wrong ones in a minute');
			return fail(422, { issues: [{ field: 'number', key: 'pair.wrong' }], values: { number } });
		}
		setCookie(event, 'case', opened.secret);
		noteOpened(event, number);
		redirect(303, '/track');
	}),
	link: formAction(v.object({ token: v.pipe(v.string(), v.maxLength(100)) }), async ({ token }, event) => {
		const opened = await openWithLink(event.locals.context, token);
		if (!opened) return fail(422, { issues: [{ field: 'number', key: 'pair.wrong' }], values: {} });
		setCookie(event, 'case', opened.secret);
		noteOpened(event, opened.number);
		redirect(303, '/track');
	}),
	/** Another matter of the same letter, by the one code of it. */
	matter: formAction(ownForm, async ({ number }, event) => {
		setCookie(event, 'case', await openOfLetter(event.locals.context, number));
		redirect(303, '/track');
	}),
	remind: formAction(ownForm, async ({ number }, event) => {
		await remindCase(event.locals.context, number);
		redirect(303, '/track?done=remind');
	}),
	recheck: formAction(ownForm, async ({ number }, event) => {
		await requestRecheck(event.locals.context, number);
		redirect(303, '/track?done=recheck');
	}),
	consent: formAction(ownForm, async ({ number }, event) => {
		await consentToPublish(event.locals.context, number);
		redirect(303, '/track?done=consent');
	}),
	withdrawConsent: formAction(ownForm, async ({ number }, event) => {
		await withdrawConsent(event.locals.context, number);
		redirect(303, '/track?done=withdrawConsent');
	}),
	declineFollowUp: formAction(ownForm, async ({ number }, event) => {
		await declineFollowUp(event.locals.context, number);
		redirect(303, '/track?done=declineFollowUp');
	}),
	forget: formAction(ownForm, async ({ number }, event) => {
		await revokeDevices(event.locals.context, number);
		dropCookie(event, 'device');
		redirect(303, '/track?done=forget');
	}),
	leave: async (event) => {
		residentOf(event.locals.context);
		dropCookie(event, 'case');
		dropCookie(event, 'device');
		forgetOpened(event);
		redirect(303, '/');
	}
};
