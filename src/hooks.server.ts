import {
	error,
	redirect,
	type Handle,
	type HandleServerError,
	type RequestEvent,
	type ServerInit
} from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { building, dev } from '$app/environment';
import { asAway, awayAnswer } from '#lib/server/http/away.ts';
import { isAway, requestId } from '#lib/server/http/faults.ts';
import { guardStaff } from '#lib/server/http/guards.ts';
import { kioskPermissions } from '#lib/server/http/headers.ts';
import { house, stopHouse } from '#lib/server/http/house.ts';
import { identify } from '#lib/server/http/identify.ts';
import { readPreferences } from '#lib/server/http/preferences.ts';
import { atStop } from '#lib/server/http/stopping.ts';
import { unchangedPage } from '#lib/server/http/unchanged-page.ts';
import { openLog, outline } from '#lib/server/log.ts';
import { within } from '#lib/server/patience.ts';

/* A table of contents: each step is one file under server/http. */

/** Nobody waits longer for a database that does not answer. */
const patienceMs = 2500;
/** Pages are made within this; posts may carry photos over a slow line. */
const pageMs = dev ? 30_000 : 2800;
const postMs = 60_000;
/** What is left for the page around a form once the database was found away. */
const momentMs = 600;

/** The house stands before the first visitor comes; where the database is away, later visitors try again. */
export const init: ServerInit = async () => {
	if (building) return;
	atStop(stopHouse);
	await within(20_000, house()).catch((fault) =>
		openLog('error').error({ fault: outline(fault) }, 'the start will be tried again')
	);
};

/** The started parts, or a quick 503 while the database is away. */
const start: Handle = async ({ event, resolve }) => {
	if (building) return resolve(event);
	event.locals.preferences = readPreferences(event);
	event.locals.house = await within(patienceMs, house());
	return resolve(event);
};

/** Who asks. */
const actor: Handle = async ({ event, resolve }) => {
	if (!building) await within(patienceMs, identify(event));
	return resolve(event);
};

/** Deny unless permitted: everything below /staff is closed to strangers. */
const guard: Handle = async ({ event, resolve }) => {
	const refused = building ? null : guardStaff(event);
	if (refused?.to) redirect(303, refused.to);
	if (refused) error(refused.status, { message: 'not-found' });
	return resolve(event);
};

/** A case page that was made a moment ago, while nothing has happened to the case. */
const unchanged: Handle = ({ event, resolve }) =>
	building || dev ? resolve(event) : unchangedPage(event, () => resolve(event));

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
	if (event.url.pathname.startsWith('/kiosk')) response.headers.set('permissions-policy', kioskPermissions);
	if (isPrivate(event)) response.headers.set('x-robots-tag', 'noindex');
	// SvelteKit answers every failed load with 500; a database that is away is a 503
	return response.status === 500 && event.locals.isAway ? asAway(response) : response;
};

/** The last resort (ASVS 16.5.4): the log gets an id and the fault, the visitor the id. A database that is away is a 503. */
const faults: Handle = async ({ event, resolve }) => {
	const { promise: hurried, reject } = Promise.withResolvers<never>();
	event.locals.hurry = () => void within(momentMs, new Promise<never>(() => {})).catch(reject);
	try {
		const answer = within(event.request.method === 'GET' ? pageMs : postMs, Promise.resolve(resolve(event)));
		return await Promise.race([answer, hurried]);
	} catch (fault) {
		if (!isAway(fault)) throw fault;
		return await awayAnswer(event);
	}
};

export const handle = sequence(faults, start, actor, guard, unchanged, page);

export const handleError: HandleServerError = ({ error: fault, event, status }) => {
	const id = requestId();
	if (status === 404) return { message: 'not-found' };
	const away = isAway(fault);
	event.locals.isAway ||= away;
	const log = event.locals.house?.log ?? openLog('error');
	log.error(
		{ id, route: event.route.id, status, fault: outline(fault) },
		away ? 'the database is away' : 'a request failed'
	);
	return { message: away ? 'away' : 'fault', id };
};

function isPrivate(event: RequestEvent): boolean {
	return /^\/(staff|track|receipt|submit|photos|files|api|kiosk)/.test(event.url.pathname);
}
