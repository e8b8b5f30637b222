import { expect, type Page, test } from '@playwright/test';
import jsQR from 'jsqr';
import sharp from 'sharp';
import { fileCase, openCase, planning } from '../support/browser.ts';
import { aPhoto } from '../support/photo-ticket.ts';

async function toCheckPage(page: Page): Promise<void> {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.click('main form[action*="next"] button.wide');
	await page.fill('#text', '石桥路口的路灯坏了半个多月。');
	await page.click('main button.wide');
	await page.check('input[name=identity][value=anonymous]');
	await page.click('main button.wide');
	await page.waitForURL('**/submit/check');
}

test('a double press, a resend and a second tab make one case', async ({ page, context }) => {
	await toCheckPage(page);
	const key = await page.inputValue('input[name=submissionKey]');
	const other = await context.newPage();
	await other.goto('/submit/check');
	const post = () =>
		context.request.post('/submit/check?/submit', {
			form: { submissionKey: key },
			headers: { origin: new URL(page.url()).origin, accept: 'text/html' },
			maxRedirects: 0
		});
	const answers = await Promise.all([post(), post(), post()]);
	expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303]);
	await other.click('main button.wide');
	await other.waitForURL('**/receipt');
	await page.goto('/receipt');
	expect(await page.innerText('#number')).toBe(await other.innerText('#number'));
	expect(await page.innerText('#code')).toBe(await other.innerText('#code'));
});

test('the QR opens the case, and nothing secret is left in the address', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	const svg = Buffer.from((await page.getAttribute('.qr img', 'src'))?.split(',')[1] ?? '', 'base64');
	const { data, info } = await sharp(svg).resize(600).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
	const address = jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data ?? '';
	expect(new URL(address).hash).toMatch(/^#[\w-]{22}$/);
	const relative = await (await browser.newContext()).newPage();
	await relative.goto(address);
	await expect(relative.locator('main')).toContainText(number);
	expect(relative.url()).not.toContain('#');
});

test('the resident’s flow works by keyboard alone', async ({ page }) => {
	await page.goto('/');
	const focusOn = async (selector: string) => {
		for (let presses = 0; presses < 80; presses++) {
			if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
			await page.keyboard.press('Tab');
		}
		throw new Error(`${selector} cannot be reached by Tab`);
	};
	await focusOn('main a[href="/submit/what"]');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/submit/what');
	await focusOn('input[name=type]');
	await page.keyboard.press('Space');
	await focusOn('form[action*="next"] button.wide');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/submit/where');
	await focusOn('#text');
	await page.keyboard.type('石桥路口的路灯坏了半个多月。');
	await focusOn('main button.wide');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/submit/contact');
	await focusOn('main button.wide');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/submit/check');
	await focusOn('main button.wide');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/receipt');
	await expect(page.locator('#code')).toBeVisible();
});

test('what was typed before the script came stays', async ({ page }) => {
	let release = await holdScripts(page);
	await page.goto('/submit/what', { waitUntil: 'commit' });
	await page.check('input[name=type][value=complaint]');
	await page.check('input[name=tile][value="2"]');
	await page.selectOption('#category', '0101');
	await release();
	await expect(page.locator('input[name=type][value=complaint]')).toBeChecked();
	await expect(page.locator('input[name=tile][value="2"]')).toBeChecked();
	await expect(page.locator('#category')).toHaveValue('0101');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');

	release = await holdScripts(page);
	await page.reload({ waitUntil: 'commit' });
	await page.fill('#text', '青苗巷垃圾桶三天没人清了。');
	await page.fill('#place', '青苗巷口');
	await page.setInputFiles('input[type=file]', await aPhoto());
	await release();
	await expect(page.locator('#text')).toHaveValue('青苗巷垃圾桶三天没人清了。');
	await expect(page.locator('#place')).toHaveValue('青苗巷口');
	await expect(page.locator('#text-count')).toContainText('13 /');
	await expect(page.locator('#photos li img')).toHaveCount(1);
	await page.click('main button.wide');
	await page.waitForURL('**/submit/contact');

	release = await holdScripts(page);
	await page.reload({ waitUntil: 'commit' });
	await page.click('main details summary');
	await page.getByLabel(planning, { exact: true }).check();
	await release();
	await expect(page.getByLabel(planning, { exact: true })).toBeVisible();
	await expect(page.getByLabel(planning, { exact: true })).toBeChecked();
});

/** A slow line: scripts arrive when the returned function is called, which waits until they have run. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
	const { promise: held, resolve } = Promise.withResolvers<void>();
	await page.unrouteAll();
	await page.route('**/_app/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	return async () => {
		resolve();
		await page.waitForLoadState('networkidle');
	};
}

test('nothing moves under a finger when the script comes', async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await toCheckPage(page);
	for (const path of ['/', '/submit/what', '/submit/where', '/submit/contact', '/submit/check'])
		await expectStill(page, path);
	await page.goto('/submit/check');
	await page.click('main button.wide');
	await page.waitForURL('**/receipt');
	await expectStill(page, '/receipt');
	await openCase(page);
	await expectStill(page, '/track');
});

/** What can be pressed stands where it stood before the page's scripts ran, unless the script does without it. */
async function expectStill(page: Page, path: string): Promise<void> {
	const release = await holdScripts(page);
	await page.goto(path, { waitUntil: 'domcontentloaded' });
	const controls = await page.$$('main :is(a, button, input:not([type=file]), select, textarea, summary):visible');
	const places = () => Promise.all(controls.map((control) => control.boundingBox()));
	const before = await places();
	expect(before.length).toBeGreaterThan(1);
	await release();
	const after = await places();
	expect(after, path).toEqual(before.map((place, nth) => after[nth] && place));
	await page.unrouteAll();
}

test('public pages are light and ask nothing of other hosts', async ({ page }) => {
	await toCheckPage(page);
	for (const path of ['/', '/track', '/submit/what', '/submit/where', '/submit/contact', '/submit/check'])
		await expectLight(page, path);
	await page.goto('/submit/check');
	await page.click('main button.wide');
	await page.waitForURL('**/receipt');
	await expectLight(page, '/receipt');
	await openCase(page);
	await expectLight(page, '/track');
});

/** In a browser that has cached nothing, with the cookies of `page`: at most 60 kB of scripts and 120 kB in all, on the wire. */
async function expectLight(page: Page, path: string): Promise<void> {
	const fresh = await page
		.context()
		.browser()
		?.newContext({ storageState: await page.context().storageState() });
	const visitor = await fresh?.newPage();
	const sizes: { type: string; bytes: Promise<number> }[] = [];
	visitor?.on('requestfinished', (request) => {
		expect(new URL(request.url()).origin).toBe(new URL(page.url()).origin);
		sizes.push({
			type: request.resourceType(),
			bytes: request.sizes().then(({ responseBodySize }) => responseBodySize)
		});
	});
	await visitor?.goto(path, { waitUntil: 'networkidle' });
	let all = 0;
	let scripts = 0;
	for (const { type, bytes } of sizes) {
		if (type === 'eventsource') continue;
		all += await bytes;
		if (type === 'script') scripts += await bytes;
	}
	test.info().annotations.push({ type: 'weight', description: `${path}: ${scripts} B of scripts, ${all} B in all` });
	expect(scripts, `JavaScript of ${path}`).toBeLessThanOrEqual(60_000);
	expect(all, `all of ${path}`).toBeLessThanOrEqual(120_000);
	await fresh?.close();
}
