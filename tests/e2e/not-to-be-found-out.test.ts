import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, expect, test } from '@playwright/test';
import { act, fileCase, openCase, planning, staffPage } from '../support/browser.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

const marker = '独一无二的线索词';

test('acceptance 11: a handler’s raw answers never hold the contact or words of a confidential case', async ({
	page,
	browser
}) => {
	const phone = '13912345678';
	const { number } = await fileCase(page, {
		identity: 'confidential',
		phone,
		text: `我是${marker}家的，石桥路口路灯坏了，请保密。`
	});
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto(`/staff/cases/${number}`);
	await dispatcher.click('form[action$="/accept"] button');
	await dispatcher.waitForURL('**done=accept');
	await act(dispatcher, number, 'assign', { unit: planning });
	await expect(dispatcher.locator('[role=alert]')).toContainText('线索检查');
	await act(dispatcher, number, 'check-clues', { title: '路灯不亮', text: '有居民反映石桥路口路灯坏了。', place: '' });
	await dispatcher.waitForURL('**done=check-clues');
	await act(dispatcher, number, 'assign', { unit: planning });
	await dispatcher.waitForURL('**done=assign');

	const handler = await staffPage(browser, 'chengban');
	const pages = ['/staff/queue', '/staff/queue?view=unit', `/staff/cases/${number}`, `/staff/cases/${number}/sign`];
	for (const at of [...pages, ...pages.map((one) => one.replace(/(\?|$)/, '/__data.json$1'))]) {
		const raw = await (await handler.request.get(at)).text();
		expect(raw, at).not.toContain(marker.slice(0, 4));
		expect(raw, at).not.toContain(phone);
		expect(raw, at).not.toContain('5678');
	}
	const searched = await (await handler.request.get(`/staff/queue/__data.json?view=unit&q=${marker}`)).text();
	expect(searched).not.toContain(number);
	await handler.goto(`/staff/cases/${number}`);
	await expect(handler.locator('main')).toContainText('去掉线索后的内容');
	await handler.goto(`/staff/queue?view=unit&q=${encodeURIComponent('居民反映')}`);
	await expect(handler.locator('main')).toContainText(number);
	// who directs it reads the original, and the search finds it
	await dispatcher.goto(`/staff/queue?view=all&q=${encodeURIComponent(marker)}`);
	await expect(dispatcher.locator('main')).toContainText(number);
});

test('acceptance 12: the unit complained about finds no trace of the case', async ({ page, browser }) => {
	const { number } = await fileCase(page, { avoidUnit: planning, text: `${marker}规建办的人来收费不给票据，请查。` });
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto(`/staff/cases/${number}/accept-assign`);
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	for (const username of ['chengban', 'shenhe'] as const) {
		const person = await staffPage(browser, username);
		for (const at of [`/staff/cases/${number}`, `/staff/cases/${number}/__data.json`]) {
			const answer = await person.request.get(at);
			expect(await answer.text()).not.toContain(marker);
			if (!at.endsWith('json')) expect(answer.status()).toBe(404);
		}
		for (const view of ['mine', 'unit', 'due']) {
			const raw = await (await person.request.get(`/staff/queue/__data.json?view=${view}&q=${marker}`)).text();
			expect(raw).not.toContain(number);
		}
	}
});

test('acceptance 11: each look at a contact is written down and shown to the resident', async ({ page, browser }) => {
	const { number } = await fileCase(page, { identity: 'contact', phone: '13700001111' });
	await openCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto(`/staff/cases/${number}`);
	expect(await (await dispatcher.request.get(`/staff/cases/${number}/__data.json`)).text()).not.toContain(
		'13700001111'
	);
	// a proof older than five minutes is asked for again; this sign-in is younger or the code is asked
	await act(dispatcher, number, 'reveal-contact', { revealReason: '核实情况', words: '核对路灯的位置' });
	const shown = dispatcher.locator('main');
	await expect(shown).toContainText(/13700001111|请再输入一次动态码/);
	const isShown = (await shown.innerText()).includes('13700001111');
	await page.goto('/track');
	if (isShown) await expect(page.locator('main')).toContainText('核对路灯的位置');
	else await expect(page.locator('main')).toContainText('还没有人看过');
});

test('guessing is stopped, and unknown numbers answer like known ones', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	const stranger = await browser.newContext();
	const guess = (code: number, of = number) =>
		stranger.request.post('/track?/open', {
			form: { number: of, code: String(code).padStart(10, '0') },
			headers: { accept: 'application/json', 'x-sveltekit-action': 'true', origin: new URL(page.url()).origin }
		});
	const bodies = new Set<string>();
	for (let tries = 0; tries < 10; tries++) bodies.add((await (await guess(tries)).text()).replace(number, '#'));
	expect(bodies.size).toBe(1);
	const refused = await guess(99);
	expect(await refused.text()).toContain('throttled');
	const status: unknown = JSON.parse(await refused.text());
	expect(status).toMatchObject({ status: 429 });
	expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
});

test('who opened a case before is not kept waiting by those who guess', async ({ page, browser }) => {
	const { number, code } = await fileCase(page);
	const own = await browser.newContext();
	const open = async (context: BrowserContext, tried: string) => {
		const answer = await context.request.post('/track?/open', {
			form: { number, code: tried },
			headers: { accept: 'application/json', 'x-sveltekit-action': 'true', origin: new URL(page.url()).origin }
		});
		const { status }: { status: number } = await answer.json();
		return status;
	};
	expect(await open(own, code)).toBe(303);
	const stranger = await browser.newContext();
	for (let tries = 0; tries < 10; tries++) await open(stranger, '0000000000');
	expect(await open(stranger, code)).toBe(429);
	expect(await open(own, code)).toBe(303);
});

test('a stranger is refused by every staff page and post', async ({ request, baseURL }) => {
	const routes = staffRoutes('src/routes/(staff)');
	expect(routes.length).toBeGreaterThan(15);
	const open = new Set(['/staff/sign-in', '/staff/renew']);
	for (const route of routes) {
		if (open.has(route)) continue;
		const address = route.replace('[number]', 'MQ261119-3058211').replace(/\[\w+\]/g, 'accept');
		const got = await request.get(address, { maxRedirects: 0 });
		expect([303, 404], `GET ${route}`).toContain(got.status());
		if (got.status() === 303) expect(got.headers().location).toContain('/staff/sign-in');
		const posted = await request.post(address, {
			form: { a: '1' },
			headers: { origin: baseURL ?? '' },
			maxRedirects: 0
		});
		expect(posted.status(), `POST ${route}`).toBe(404);
	}
});

/** Every route of the back office, from the files themselves: a new one is tested the day it is made. */
function staffRoutes(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => /\+(page\.server|server)\.ts$/.test(file))
		.map((file) => `/${path.dirname(file)}`);
}
