import { randomBytes } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';

/** A page as it was made, cut where its nonce stood. */
type Made = { revision: number; headers: [name: string, value: string][]; parts: Buffer[]; policy: string };

/** What the revision does not tell grows old by this much at most: names of offices, what the clock allows. */
const keptMs = 10_000;
const most = 300;
const kept = new Map<string, Made>();

/**
 * People look at their case again and again, and mostly nothing has happened: the page that was made for the same
 * case, language and looks is sent again while the case's revision is the same. It gets a nonce of its own. Who asks
 * has been made out before, for this request.
 */
export async function unchangedPage(event: RequestEvent, make: () => Response | Promise<Response>): Promise<Response> {
	const key = keyOf(event);
	const { revision } = event.locals;
	if (key === null || revision === undefined) return make();
	const known = kept.get(key);
	if (known?.revision === revision) return again(known);
	const response = await make();
	const policy = response.headers.get('content-security-policy') ?? '';
	const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
	if (response.status !== 200 || !nonce || response.headers.has('set-cookie')) return response;
	const html = await response.text();
	const headers = [...response.headers].filter(([name]) => name !== 'etag' && name !== 'content-security-policy');
	const parts = html.split(nonce).map((part) => Buffer.from(part));
	keep(key, { revision, headers, parts, policy: policy.replace(nonce, noncePlace) });
	return new Response(html, { status: 200, headers: response.headers });
}

const noncePlace = '{nonce}';

/** Only the bare address of a case, asked by the resident whose it is. */
function keyOf({ request, url, isDataRequest, locals }: RequestEvent): string | null {
	const { actor } = locals.context;
	if (request.method !== 'GET' || isDataRequest || url.pathname !== '/track' || url.search) return null;
	if (actor.kind !== 'resident') return null;
	const { locale, size, theme, contrast } = locals.preferences;
	return [actor.caseId, actor.via, locale, size, theme, contrast, url.origin].join(' ');
}

/** Nothing about a case stays in memory after its time. */
function keep(key: string, made: Made): void {
	kept.delete(key);
	kept.set(key, made);
	setTimeout(() => kept.get(key) === made && kept.delete(key), keptMs).unref();
	const oldest = kept.size > most ? kept.keys().next().value : undefined;
	if (oldest !== undefined) kept.delete(oldest);
}

function again({ headers, parts, policy }: Made): Response {
	const nonce = randomBytes(16).toString('base64');
	const between = Buffer.from(nonce);
	const body = Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
	return new Response(body, {
		headers: [...headers, ['content-security-policy', policy.replace(noncePlace, () => nonce)]]
	});
}
