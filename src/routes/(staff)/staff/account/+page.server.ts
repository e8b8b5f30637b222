import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { chosenPin } from '#lib/domain/pin.ts';
import { changePassword, endOtherSessions, findAccount, setAssistPin } from '#lib/server/auth/account.ts';
import { setDutyPhone } from '#lib/server/auth/duty-phone.ts';
import { newFactor } from '#lib/server/auth/second-factor.ts';
import { enrolFactor } from '#lib/server/auth/sign-in.ts';
import { readCookie } from '#lib/server/http/cookies.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { qrAddress } from '#lib/server/http/qr.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { signedIn, context } = locals;
	if (!signedIn) error(404, { message: 'not-found' });
	const own = await findAccount(context, signedIn.actor.id, signedIn.sessionKey);
	const factor = own.hasFactor ? null : newFactor(own.username);
	return {
		own,
		mustEnrol: signedIn.mustEnrol,
		isClerk: signedIn.actor.roles.includes('clerk'),
		factor: factor && {
			secret: factor.secret,
			qr: await qrAddress(factor.uri)
		}
	};
};

const password = v.pipe(
	v.string('password.missing'),
	v.minLength(1, 'password.missing'),
	v.maxLength(200, 'password.missing')
);

/** The person of this session, also while a factor is still to be enrolled. */
function ownContext(locals: App.Locals) {
	if (!locals.signedIn || locals.signedIn.isHalfway) error(404, { message: 'not-found' });
	return { context: locals.house.contextFor(locals.signedIn.actor, locals.context.now), signedIn: locals.signedIn };
}

export const actions: Actions = {
	enrol: formAction(
		v.object({
			secret: v.pipe(v.string('factor.missing'), v.regex(/^[A-Z2-7]{32}$/, 'factor.missing')),
			factor: v.pipe(v.string('factor.missing'), v.minLength(6, 'factor.missing'))
		}),
		async ({ secret, factor }, event) => {
			const { context } = ownContext(event.locals);
			const codes = await enrolFactor(context, { sessionId: readCookie(event, 'staff') ?? '', secret, code: factor });
			if (!codes) return fail(422, { issues: [{ field: 'factor', key: 'factor.wrong' }], values: {} });
			return { codes };
		}
	),
	password: formAction(
		v.object({ password, newPassword: password }),
		async ({ password: old, newPassword: fresh }, event) => {
			const { context, signedIn } = ownContext(event.locals);
			const { sessionKey } = signedIn;
			const isChanged = await changePassword(context, { old, fresh, sessionKey, address: event.getClientAddress() });
			if (!isChanged) return fail(422, { issues: [{ field: 'password', key: 'account.wrong' }], values: {} });
			return { done: 'password' as const };
		}
	),
	pin: formAction(v.object({ currentPassword: password, pin: chosenPin }), async ({ currentPassword, pin }, event) => {
		const { context } = ownContext(event.locals);
		const isSet = await setAssistPin(context, { old: currentPassword, pin, address: event.getClientAddress() });
		if (!isSet) return fail(422, { issues: [{ field: 'currentPassword', key: 'account.wrong' }], values: {} });
		return { done: 'pin' as const };
	}),
	dutyPhone: formAction(
		v.object({ phone: v.pipe(v.string(), v.maxLength(40, 'phone.wrong')) }),
		async ({ phone }, event) => {
			const { context } = ownContext(event.locals);
			const isKept = await setDutyPhone(context, phone);
			if (!isKept) return fail(422, { issues: [{ field: 'phone', key: 'phone.wrong' }], values: { phone } });
			return { done: 'dutyPhone' as const };
		}
	),
	others: async ({ locals }) => {
		const { context, signedIn } = ownContext(locals);
		await endOtherSessions(context, signedIn.sessionKey);
		return { done: 'sessions' as const };
	}
};
