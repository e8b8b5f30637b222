import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signInWithFactor, signInWithPassword } from '#lib/server/auth/sign-in.ts';
import { endSession } from '#lib/server/auth/sessions.ts';
import { dropCookie, readCookie, setCookie } from '#lib/server/http/cookies.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { safeNext } from '#lib/server/http/guards.ts';
import { demoAccounts } from '#lib/server/seed/demo-accounts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { signedIn, context, house } = locals;
	if (signedIn && !signedIn.isHalfway) redirect(303, safeNext(url.searchParams.get('next')));
	return {
		isHalfway: signedIn?.isHalfway ?? false,
		next: safeNext(url.searchParams.get('next')),
		isRenewed: url.searchParams.has('renewed'),
		demo: house.config.mode === 'demo' ? demoAccounts(context.secrets, context.now) : null
	};
};

const passwordForm = v.object({
	username: v.pipe(
		v.string('username.missing'),
		v.trim(),
		v.minLength(1, 'username.missing'),
		v.maxLength(60, 'account.wrong')
	),
	password: v.pipe(v.string('password.missing'), v.minLength(1, 'password.missing'), v.maxLength(200, 'account.wrong'))
});
const factorForm = v.object({
	factor: v.pipe(
		v.string('factor.missing'),
		v.trim(),
		v.minLength(6, 'factor.missing'),
		v.maxLength(30, 'factor.wrong')
	)
});

export const actions: Actions = {
	password: formAction(passwordForm, async ({ username, password }, event) => {
		const address = event.getClientAddress();
		const step = await signInWithPassword(event.locals.context, { username, password, address });
		if (!step) return fail(422, { issues: [{ field: 'username', key: 'account.wrong' }], values: { username } });
		setCookie(event, 'staff', step.sessionId);
		const next = event.url.searchParams.get('next');
		redirect(303, step.owesFactor ? `/staff/sign-in?next=${encodeURIComponent(safeNext(next))}` : safeNext(next));
	}),
	factor: formAction(factorForm, async ({ factor }, event) => {
		const { signedIn, context } = event.locals;
		const halfwayId = readCookie(event, 'staff');
		if (!signedIn?.isHalfway || !halfwayId) redirect(303, '/staff/sign-in');
		const step = { staffId: signedIn.actor.id, halfwayId, code: factor, address: event.getClientAddress() };
		const sessionId = await signInWithFactor(context, step);
		if (!sessionId) return fail(422, { issues: [{ field: 'factor', key: 'factor.wrong' }], values: {} });
		setCookie(event, 'staff', sessionId);
		redirect(303, safeNext(event.url.searchParams.get('next')));
	}),
	other: async (event) => {
		const halfwayId = readCookie(event, 'staff');
		if (halfwayId) await endSession(event.locals.context, halfwayId);
		dropCookie(event, 'staff');
		redirect(303, '/staff/sign-in');
	}
};
