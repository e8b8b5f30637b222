import type { RequestEvent } from '@sveltejs/kit';
import { findKioskDevice } from '../auth/kiosk-devices.ts';
import { findSignedIn } from '../auth/sessions.ts';
import { findResident } from '../cases/access.ts';
import { readCookie } from './cookies.ts';

/**
 * Says who asks: below /staff the signed-in member of staff, elsewhere the resident whose case session the cookie
 * names, below /kiosk/api the paired machine whose token it bears, else a stranger. A live stream is never counted as activity.
 */
export async function identify(event: RequestEvent): Promise<void> {
	const { house } = event.locals;
	const stranger = house.contextFor({ kind: 'stranger' });
	event.locals.context = stranger;
	const { pathname } = event.url;
	if (pathname.startsWith('/kiosk')) {
		const token = /^Bearer ([\w-]{22})$/.exec(event.request.headers.get('authorization') ?? '')?.[1];
		const device = token && pathname.startsWith('/kiosk/api/') ? await findKioskDevice(stranger, token) : null;
		if (device) event.locals.context = house.contextFor(device, stranger.now);
		return;
	}
	const isLive = pathname.startsWith('/api/live');
	const wantsStaff = pathname.startsWith('/staff') || event.url.searchParams.get('as') === 'staff';
	const staffCookie = readCookie(event, 'staff');
	if (wantsStaff) {
		if (!staffCookie) return;
		const signedIn = await findSignedIn(stranger, staffCookie, { isActivity: !isLive });
		if (!signedIn) return;
		event.locals.signedIn = signedIn;
		if (!signedIn.isHalfway && !signedIn.mustEnrol)
			event.locals.context = house.contextFor(signedIn.actor, stranger.now);
		return;
	}
	const caseCookie = readCookie(event, 'case');
	const isAboutCase = isLive || /^\/(track|files|receipt)/.test(pathname);
	if (!caseCookie || !isAboutCase) return;
	const found = await findResident(stranger, caseCookie, { isActivity: !isLive });
	if (!found) return;
	const { revision, ...resident } = found;
	event.locals.context = house.contextFor(resident, stranger.now);
	event.locals.revision = revision;
}
