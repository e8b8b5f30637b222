import { connect } from 'node:net';
import { expect, test } from '@playwright/test';

const needed = {
	'content-security-policy': /default-src 'self'.*frame-ancestors 'none'/,
	'x-content-type-options': /^nosniff$/,
	'referrer-policy': /^same-origin$/,
	'cross-origin-opener-policy': /^same-origin$/,
	'permissions-policy': /camera=\(\)/
};

const answers: [name: string, method: string, path: string, status: number][] = [
	['a page', 'GET', '/', 200],
	['a static file', 'GET', '/favicon.svg', 200],
	['a page that is not there', 'GET', '/nope', 404],
	['a static file that is not there', 'GET', '/_app/immutable/nope.js', 404],
	['a method that is not allowed', 'PUT', '/track', 405],
	['a stranger at the staff door', 'GET', '/staff/queue', 303],
	['a stranger posting to staff', 'POST', '/staff/queue', 404],
	['a live stream for nobody', 'GET', '/api/live', 404],
	['the health check', 'GET', '/healthz', 200],
	['the readiness check', 'GET', '/readyz', 200]
];

for (const [name, method, path, status] of answers) {
	test(`${name} (${method} ${path}) answers ${status} with every security header`, async ({ request, baseURL }) => {
		const response = await request.fetch(path, {
			method,
			maxRedirects: 0,
			headers: { origin: baseURL ?? '' },
			...(method === 'POST' ? { form: { a: '1' } } : {})
		});
		expect(response.status()).toBe(status);
		const headers = response.headers();
		for (const [header, value] of Object.entries(needed)) expect(headers[header], header).toMatch(value);
		expect(headers.server).toBeUndefined();
		expect(headers['x-powered-by']).toBeUndefined();
		// over plain http the promise of https would lock people out
		expect(headers['strict-transport-security']).toBeUndefined();
	});
}

for (const [name, text] of [
	['a malformed request', 'GARBAGE\r\n\r\n'],
	['a host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n']
] as const) {
	test(`${name} answers 400 with every security header`, async ({ baseURL }) => {
		const answer = await raw(baseURL ?? '', text);
		expect(answer).toMatch(/^HTTP\/1\.1 400 /);
		for (const header of Object.keys(needed)) expect(answer).toContain(`\r\n${header}: `);
	});
}

test('a post from another site is refused', async ({ request }) => {
	const response = await request.post('/preferences', {
		form: { size: 'elder' },
		headers: { origin: 'https://elsewhere.example' },
		maxRedirects: 0
	});
	expect(response.status()).toBe(403);
});

test('private pages are neither kept nor indexed', async ({ request }) => {
	for (const path of ['/track', '/submit/what', '/staff/sign-in']) {
		const headers = (await request.get(path)).headers();
		expect(headers['cache-control'], path).toContain('no-store');
		expect(headers['x-robots-tag'], path).toBe('noindex');
	}
});

test('pages are compressed, and say in which language', async ({ request }) => {
	const response = await request.get('/', { headers: { 'accept-encoding': 'gzip' } });
	expect(response.headers()['content-encoding']).toBe('gzip');
	expect(await response.text()).toMatch(/<html lang="zh-CN" data-size="normal"/);
});

function raw(url: string, text: string): Promise<string> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		let answer = '';
		const socket = connect(Number(port), hostname, () => socket.write(text));
		socket.setEncoding('utf8');
		socket.on('data', (data) => {
			answer += data;
			socket.end();
		});
		socket.on('close', () => resolve(answer));
		socket.on('error', reject);
	});
}
