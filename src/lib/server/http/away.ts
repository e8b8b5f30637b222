import type { RequestEvent } from '@sveltejs/kit';
import { defaultPreferences } from '../../domain/preferences.ts';
import { messages } from '../../i18n/messages.ts';

const again = { 'retry-after': '5', 'cache-control': 'no-store' };

/** The answer when nothing at all can be done without the database: a page for people, a word for machines. */
export async function awayAnswer({ request, locals }: RequestEvent): Promise<Response> {
	const isForPeople = request.headers.get('accept')?.includes('text/html');
	if (!isForPeople) return new Response('busy', { status: 503, headers: { ...again, 'content-type': 'text/plain' } });
	const { locale } = locals.preferences ?? defaultPreferences;
	const { titleAway, textAway } = (await messages('shared', locale)).error;
	const page = `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${titleAway}</title><main><h1>${titleAway}</h1><p>${textAway}</p></main></html>`;
	return new Response(page, { status: 503, headers: { ...again, 'content-type': 'text/html; charset=utf-8' } });
}

/** SvelteKit calls every unexpected fault a 500; where it was the database, the status says so. */
export function asAway(response: Response): Response {
	const headers = new Headers(response.headers);
	for (const [name, value] of Object.entries(again)) headers.set(name, value);
	return new Response(response.body, { status: 503, headers });
}
