import type { Cookies, RequestEvent } from '@sveltejs/kit';

/** Over https every cookie is `__Host-…; Secure`; over plain http it is plain-named (ruling 12). */
export function cookieName(url: URL, name: string): string {
	return url.protocol === 'https:' ? `__Host-${name}` : name;
}

type Kept = { maxAge?: number };

/** Sets an HttpOnly cookie of ours; without `maxAge` (seconds) it ends with the browser session. */
export function setCookie(event: RequestEvent, name: string, value: string, { maxAge }: Kept = {}): void {
	event.cookies.set(cookieName(event.url, name), value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: event.url.protocol === 'https:',
		...(maxAge === undefined ? {} : { maxAge })
	});
}

export function readCookie(event: { url: URL; cookies: Cookies }, name: string): string | undefined {
	return event.cookies.get(cookieName(event.url, name)) || undefined;
}

export function dropCookie(event: RequestEvent, name: string): void {
	event.cookies.delete(cookieName(event.url, name), { path: '/', secure: event.url.protocol === 'https:' });
}
