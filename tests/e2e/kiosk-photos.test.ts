import { type Browser, expect, type Page, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';
import { expectGoodInLarge, onScreen, pairKiosk, shapes, tap } from '../support/kiosk-screen.ts';
import { agePhotoTicket, aPhoto, aPhotoTicket } from '../support/photo-ticket.ts';

/** Says something with a phrase, and stops at the check page. */
async function sayIt(page: Page, sentences = 1): Promise<void> {
	await page.locator('.tiles button').first().click();
	await tap(page, '常用语');
	for (let said = 0; said < sentences; said++)
		await page
			.locator('.chips button')
			.nth(said % 4)
			.click();
	await tap(page, '就交这些');
	await onScreen(page, 'check');
}

/** The ticket in the code on screen is nowhere in the page as text: it is what the server was last asked to count. */
async function showTicket(page: Page): Promise<string> {
	const asked = page.waitForRequest('**/kiosk/api/photos/count');
	await tap(page, '加照片');
	return String((await asked).postDataJSON().ticket);
}

async function phone(browser: Browser, options = {}): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 320, height: 640 }, ...options });
	return context.newPage();
}

async function handIn(page: Page): Promise<string> {
	await tap(page, '不留电话，直接交');
	await onScreen(page, 'done');
	return (await page.locator('.receipt .number').first().innerText()).trim();
}

for (const { name, use } of shapes) {
	test.describe(`a kiosk standing ${name}`, () => {
		test.use(use);

		test('gets photos from the resident’s phone and hands them in', async ({ page, browser }) => {
			test.setTimeout(120_000);
			await pairKiosk(page, `照片${name}`);
			// so much that it must be turned over, and nothing is pushed out of the screen
			await sayIt(page, 50);
			await expect(page.locator('.quote')).toContainText('第 1 页');
			await expectGoodInLarge(page);
			await tap(page, '下一页');
			await expect(page.locator('.quote')).toContainText('第 2 页');
			const ticket = await showTicket(page);
			await expect(page.locator('.state')).toContainText('还没有人扫');
			await expectGoodInLarge(page);

			const mobile = await phone(browser);
			await mobile.goto(`/photos#${ticket}`);
			await mobile.waitForSelector('#photos');
			expect(new URL(mobile.url()).hash).toBe('');
			await expect(page.locator('.state')).toContainText('手机连上了');
			await expectGoodInLarge(page);
			await mobile.waitForSelector('input[type=file][multiple]', { state: 'attached' });
			await mobile.setInputFiles('input[type=file]', [await aPhoto(), await aPhoto('#406080')]);
			await expect(mobile.locator('#photos li img')).toHaveCount(2);
			await expect(page.locator('.state')).toContainText('收到 2 张');
			await mobile.click('#photos li:nth-child(2) button:has-text("移除")');
			await expect(page.locator('.state')).toContainText('收到 1 张');
			await expect(page.locator('.kiosk img')).toHaveCount(0);
			await expectGoodInLarge(page);
			await mobile.click('main button.wide');
			await expect(mobile.locator('h1')).toContainText('收到 1 张');

			await tap(page, /^好了$/);
			await expect(page.locator('.rows')).toContainText('1 张');
			await expectGoodInLarge(page);
			const number = await handIn(page);
			const staff = await staffPage(browser, 'fenpai');
			await expect(async () => {
				await staff.goto(`/staff/cases/${number}`);
				await expect(staff.locator('main img').first()).toBeVisible({ timeout: 1000 });
			}).toPass({ timeout: 30_000 });
			await mobile.goto('/photos');
			await expect(mobile.locator('h1')).toContainText('已经交上去了');
		});
	});
}

test.describe('a kiosk', () => {
	test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true });

	test('takes a phone without scripts by ten digits, and gives another code for another phone', async ({
		page,
		browser
	}) => {
		test.setTimeout(120_000);
		await pairKiosk(page, '抄码的一体机');
		await sayIt(page);
		await showTicket(page);
		const mobile = await phone(browser, { javaScriptEnabled: false });
		await mobile.goto('/photos');
		await mobile.fill('#code', '12345');
		await mobile.click('main button.wide');
		await expect(mobile.locator('[role=alert]')).toContainText('10 位数字');
		await mobile.fill('#code', '1234567890');
		await mobile.click('main button.wide');
		await expect(mobile.locator('[role=alert]')).toContainText('再点「加照片」');
		const shown = page.locator('.code .num');
		const code = await shown.innerText();
		await mobile.fill('#code', code);
		await mobile.click('main button.wide');
		await mobile.setInputFiles('input[type=file]', await aPhoto());
		await mobile.click('button:has-text("上传这一张")');
		await expect(mobile.locator('#photos li img')).toHaveCount(1);
		await mobile.setInputFiles('input[type=file]', {
			name: 'a.jpg',
			mimeType: 'image/jpeg',
			buffer: Buffer.from('<svg onload=alert(1)>')
		});
		await mobile.click('main button.wide');
		await expect(mobile.locator('[role=alert]')).toContainText('只能传 JPG、PNG 或 WebP');
		const [picture] = await mobile
			.locator('#photos img')
			.evaluateAll((all) => all.map((img) => img.getAttribute('src')));
		const address = new URL(picture ?? '', mobile.url()).href;
		expect((await mobile.request.get(address)).headers()['content-type']).toBe('image/webp');
		expect((await page.request.get(address)).status()).toBe(404);
		await expect(page.locator('.state')).toContainText('收到 1 张');

		await tap(page, '换个码，重新传');
		await expect(page.locator('.state')).toContainText('还没有人扫');
		expect(await shown.innerText()).not.toBe(code);
		expect((await mobile.request.get(address)).status()).toBe(404);
		await mobile.goto('/photos');
		await expect(mobile.locator('#code')).toBeVisible();
	});

	test('that is cleared makes its code worthless', async ({ page, browser }) => {
		await pairKiosk(page, '清掉的一体机');
		await sayIt(page);
		const ticket = await showTicket(page);
		await onScreen(page, 'photos');
		await tap(page, '返回');
		await tap(page, '改一改');
		await tap(page, '返回');
		const ended = page.waitForRequest('**/kiosk/api/photos/end');
		await tap(page, '清掉，回首页');
		await ended;
		await onScreen(page, 'home');
		const mobile = await phone(browser);
		await expect(async () => {
			await mobile.goto('about:blank');
			await mobile.goto(`/photos#${ticket}`);
			await expect(mobile.locator('[role=alert]')).toContainText('扫新的码', { timeout: 1000 });
		}).toPass({ timeout: 15_000 });
		await expect(mobile).toHaveTitle(/^出错：/);
	});

	test('says plainly that photos need the network', async ({ page, context }) => {
		await pairKiosk(page, '照片断网的一体机');
		await sayIt(page);
		await context.setOffline(true);
		await tap(page, '加照片');
		await expect(page.locator('.state')).toContainText('网络断了，现在传不了照片');
		await expectGoodInLarge(page);
		await tap(page, '不加了');
		await tap(page, '不留电话，直接交');
		await onScreen(page, 'done');
		await context.setOffline(false);
	});
});

test('a phone is told when its ten minutes are over, and is not asked to be indexed', async ({ browser }) => {
	const { ticket } = await aPhotoTicket();
	const mobile = await phone(browser);
	const answer = await mobile.goto(`/photos#${ticket}`);
	expect(answer?.headers()['x-robots-tag']).toBe('noindex');
	await mobile.waitForSelector('input[type=file][multiple]', { state: 'attached' });
	const [cookie] = await mobile.context().cookies();
	expect(cookie).toMatchObject({ name: 'photos', httpOnly: true, sameSite: 'Lax' });
	await agePhotoTicket(ticket, 'over');
	await mobile.setInputFiles('input[type=file]', await aPhoto());
	await expect(mobile.locator('#photos')).toContainText('已经过了可以这样做的时间');
	await mobile.reload();
	await expect(mobile.locator('h1')).toContainText('10 分钟到了');
	await expect(mobile.locator('main')).toContainText('再点「加照片」');
});
