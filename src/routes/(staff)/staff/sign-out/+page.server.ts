import { redirect } from '@sveltejs/kit';
import { signOut } from '#lib/server/auth/sign-in.ts';
import { dropCookie, readCookie } from '#lib/server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/staff/queue');

export const actions: Actions = {
	/** Ends the session on the server, and what it was watching. */
	default: async (event) => {
		const { locals } = event;
		const sessionId = readCookie(event, 'staff');
		if (sessionId) await signOut(locals.context, sessionId);
		if (locals.signedIn) locals.house.live.end(locals.signedIn.sessionKey);
		dropCookie(event, 'staff');
		redirect(303, '/staff/sign-in');
	}
};
