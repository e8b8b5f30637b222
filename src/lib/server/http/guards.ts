import type { RequestEvent } from '@sveltejs/kit';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';

const open = ['/staff/sign-in', '/staff/renew'];
/** What somebody who still has to enrol a second factor may reach. */
const whileEnrolling = ['/staff/account', '/staff/sign-out'];
/** All that an auditor may post to: their own account, and the way out. Nobody who audits holds another role. */
const ofAuditors = ['/staff/account', '/staff/sign-out'];

type Asked = Pick<RequestEvent, 'url' | 'request' | 'isDataRequest'> & {
	locals: Pick<App.Locals, 'context' | 'signedIn'>;
};

/**
 * Below /staff: strangers are sent to sign in (pages) or told nothing is there (posts, endpoints); who is half-way
 * goes on to the second step; who must enrol a factor goes to do that; the settings are for who administers; who audits changes
 * nothing. Null = come in.
 */
export function guardStaff(event: Asked): { to: string | null; status: number } | null {
	const { pathname, search } = event.url;
	if (!pathname.startsWith('/staff')) return null;
	if (open.some((path) => pathname === path || pathname.startsWith(`${path}/`))) return null;
	const { signedIn, context } = event.locals;
	const isPage = event.request.method === 'GET' && !pathname.endsWith('/__data.json');
	if (signedIn?.isHalfway) return { to: isPage ? '/staff/sign-in' : null, status: 404 };
	if (signedIn?.mustEnrol) {
		if (whileEnrolling.some((path) => pathname.startsWith(path))) return null;
		return { to: isPage ? '/staff/account' : null, status: 404 };
	}
	if (context.actor.kind === 'staff') {
		if (event.request.method !== 'GET' && context.actor.roles.includes('auditor') && !ofAuditors.includes(pathname))
			return { to: null, status: 404 };
		const administers = context.actor.roles.some((role) => role === 'administrator' || role === 'supervisor');
		return pathname.startsWith('/staff/admin') && !administers ? { to: null, status: 404 } : null;
	}
	const next = encodeURIComponent(pathname + search);
	return { to: isPage || event.isDataRequest ? `/staff/sign-in?next=${next}` : null, status: 404 };
}

/** The request's context, for staff. Throws `case.not-found` for anybody else: guards are not the only wall. */
export function staffContext(locals: App.Locals): Context<StaffActor> {
	const { context } = locals;
	const { actor } = context;
	if (actor.kind !== 'staff') throw new Refusal('case.not-found');
	return { ...context, actor };
}

/** Only paths of our own may follow a sign-in (ASVS 3.7.2). */
export function safeNext(next: string | null): string {
	return next && /^\/staff(?:[/?]|$)/.test(next) && !next.includes('\\') && !next.startsWith('/staff/sign')
		? next
		: '/staff/queue';
}
