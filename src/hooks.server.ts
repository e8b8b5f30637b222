import { error, redirect, type Handle, type HandleServerError, type RequestEvent } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { building } from '$app/environment';
import { guardStaff } from '#lib/server/http/guards.ts';
import { openLog } from '#lib/server/log.ts';
import { house, stopHouse } from '#lib/server/http/house.ts';
import { isAway, requestId } from '#lib/server/http/faults.ts';
import { readPreferences } from '#lib/server/http/preferences.ts';
import { identify } from '#lib/server/http/identify.ts';

/* A table of contents: each step is one file under server/http. */

/** The started parts, or a quick 503 while the database is away. */
const start: Handle = async ({ event, resolve }) => {
	if (building) return resolve(event);
	event.locals.preferences = readPreferences(event);
	event.locals.house = await house();
	return resolve(event);
};

/** Who asks. */
const actor: Handle = async ({ event, resolve }) => {
	if (!building) await identify(event);
	return resolve(event);
};

/** Deny unless permitted: everything below /staff is closed to strangers. */
const guard: Handle = async ({ event, resolve }) => {
	const refused = building ? null : guardStaff(event);
	if (refused?.to) redirect(303, refused.to);
	if (refused) error(refused.status, { message: 'not-found' });
	return resolve(event);
};

/** Language and looks into the page; private pages are neither stored nor indexed. */
const page: Handle = async ({ event, resolve }) => {
	const { locale, size, theme, contrast } = event.locals.preferences;
	const response = await resolve(event, {
		transformPageChunk: ({ html }) =>
			html
				.replace('%app.lang%', locale)
				.replace('%app.size%', size)
				.replace('%app.theme%', theme)
				.replace('%app.contrast%', contrast)
	});
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
	if (isPrivate(event)) response.headers.set('x-robots-tag', 'noindex');
	// SvelteKit answers every failed load with 500; a database that is away is a 503
	const { status, headers } = response;
	return status === 500 && event.locals.isAway ? new Response(response.body, { status: 503, headers }) : response;
};

/** The last resort (ASVS 16.5.4): the log gets an id and the fault, the visitor the id. A database that is away is a 503. */
const faults: Handle = async ({ event, resolve }) => {
	try {
		return await resolve(event);
	} catch (fault) {
		if (!isAway(fault)) throw fault;
		return new Response('busy', { status: 503, headers: { 'retry-after': '5', 'content-type': 'text/plain' } });
	}
};

export const handle = sequence(faults, start, actor, guard, page);

export const handleError: HandleServerError = ({ error: fault, event, status }) => {
	const id = requestId();
	if (status === 404) return { message: 'not-found' };
	const away = isAway(fault);
	if (away && !event.locals.isAway) event.setHeaders({ 'retry-after': '5' });
	if (away) event.locals.isAway = true;
	const log = event.locals.house?.log ?? openLog('error');
	log.error(
		{ id, route: event.route.id, status, fault: fault instanceof Error ? fault.stack?.split('\n').slice(0, 6) : 'unknown' },
		away ? 'the database is away' : 'a request failed'
	);
	return { message: away ? 'away' : 'fault', id };
};

function isPrivate(event: RequestEvent): boolean {
	return /^\/(staff|track|receipt|submit|files|api)/.test(event.url.pathname);
}

if (!building) process.once('huiyin:stop' as never, () => void stopHouse());
