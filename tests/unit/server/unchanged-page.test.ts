import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it, vi } from 'vitest';
import { defaultPreferences, type Preferences } from '#lib/domain/preferences.ts';
import { unchangedPage } from '#lib/server/http/unchanged-page.ts';

let cases = 0;
type Asked = {
	caseId?: number;
	revision?: number;
	address?: string;
	method?: string;
	preferences?: Partial<Preferences>;
};

function asked({ caseId = 1, revision = 1, address = '/track', method = 'GET', preferences = {} }: Asked = {}) {
	const url = new URL(address, 'http://localhost');
	const locals = {
		revision,
		preferences: { ...defaultPreferences, ...preferences },
		context: { actor: { kind: 'resident', caseId, via: 'link' } }
	};
	return { request: new Request(url, { method }), url, isDataRequest: false, locals } as unknown as RequestEvent;
}

/** A page with a nonce of its own each time it is made. */
function pages() {
	let made = 0;
	return vi.fn(async () => {
		const nonce = `n${++made}xxxxxxxxxxxxxxxxxxxxxx==`;
		return new Response(`<p>路灯 ${made}</p><script nonce="${nonce}">1</script><script nonce="${nonce}">2</script>`, {
			headers: {
				'content-type': 'text/html',
				'cache-control': 'no-store',
				'content-security-policy': `default-src 'self'; script-src 'self' 'nonce-${nonce}'`,
				etag: '"1"'
			}
		});
	});
}

async function look(event: RequestEvent, make: ReturnType<typeof pages>) {
	const response = await unchangedPage(event, make);
	const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';
	return { headers: response.headers, nonce, text: await response.text() };
}

describe('a case page to which nothing has happened', () => {
	it('is sent again as it was, with a nonce of its own', async () => {
		const [make, caseId] = [pages(), ++cases];
		const first = await look(asked({ caseId }), make);
		const second = await look(asked({ caseId }), make);
		expect(make).toHaveBeenCalledTimes(1);
		expect(second.nonce).toMatch(/^[\w+/]{22}==$/);
		expect(second.nonce).not.toBe(first.nonce);
		expect(second.text).toBe(first.text.replaceAll(first.nonce, second.nonce));
		expect(second.headers.get('cache-control')).toBe('no-store');
		expect(second.headers.get('etag')).toBeNull();
	});

	it.each<[string, Asked]>([
		['something has happened', { revision: 2 }],
		['it is another case', { caseId: 9999 }],
		['the language is another', { preferences: { locale: 'en' } }],
		['the looks are others', { preferences: { theme: 'dark' } }],
		['there is something to say', { address: '/track?done=remind' }],
		['it is another page', { address: '/track/rate' }],
		['something is posted', { method: 'POST' }]
	])('is made anew when %s', async (_when, change) => {
		const [make, caseId] = [pages(), ++cases];
		await look(asked({ caseId }), make);
		const other = await look(asked({ caseId, ...change }), make);
		expect(make).toHaveBeenCalledTimes(2);
		expect(other.text).toContain('路灯 2');
	});

	it('is made anew after ten seconds', async () => {
		vi.useFakeTimers();
		const [make, caseId] = [pages(), ++cases];
		await look(asked({ caseId }), make);
		vi.advanceTimersByTime(10_001);
		await look(asked({ caseId }), make);
		vi.useRealTimers();
		expect(make).toHaveBeenCalledTimes(2);
	});
});
