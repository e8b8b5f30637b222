import { expect, test } from '@playwright/test';
import sharp from 'sharp';

async function photo(colour: string): Promise<Buffer> {
	return sharp({ create: { width: 900, height: 600, channels: 3, background: colour } })
		.withExif({ IFD0: { Copyright: 'SECRET-CAMERA' }, IFD3: { GPSLatitude: '28/1 17/1 0/1' } })
		.jpeg()
		.toBuffer();
}

test('a photo whose upload broke is retried, another removed; the stored one tells no place', async ({ page }) => {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');
	let broken = 0;
	await page.route('**/submit/photo*', (route) =>
		route.request().method() === 'POST' && broken++ === 0 ? route.abort('connectionreset') : route.continue()
	);
	// several at once need the page's script
	await page.locator('input[type=file][multiple]').waitFor({ state: 'attached' });
	await page.setInputFiles('input[type=file]', [
		{ name: '林某家门口.jpg', mimeType: 'image/jpeg', buffer: await photo('#806040') },
		{ name: 'b.jpg', mimeType: 'image/jpeg', buffer: await photo('#406080') }
	]);
	await expect(page.locator('#photos')).toContainText('没传上去');
	await page.click('button:has-text("重试")');
	await expect(page.locator('#photos li img')).toHaveCount(2);
	await page.click('#photos li:nth-child(2) button:has-text("移除")');
	await expect(page.locator('#photos li')).toHaveCount(1);

	await page.fill('#text', '石桥路口的路灯坏了，有照片。');
	await page.click('main button.wide');
	await page.check('input[name=identity][value=anonymous]');
	await page.click('main button.wide');
	await page.waitForURL('**/submit/check');
	await expect(page.locator('main')).toContainText('1 张');
	await page.click('main button.wide');
	await page.waitForURL('**/receipt');
	await page.click('form[action="?/noted"] button');
	await page.waitForURL('**/track');
	const address = await page.locator('main img').first().getAttribute('src');
	const stored = await page.request.get(address ?? '');
	expect(stored.headers()['content-security-policy']).toContain('sandbox');
	const bytes = await stored.body();
	const { exif, format, width } = await sharp(bytes).metadata();
	expect({ exif, format, width }).toEqual({ exif: undefined, format: 'webp', width: 900 });
	expect(bytes.includes('SECRET-CAMERA')).toBe(false);
	// another browser gets nothing, whatever it knows
	const stranger = await page.context().browser()?.newContext();
	expect((await stranger?.request.get(new URL(address ?? '', page.url()).href))?.status()).toBe(404);
});

test('a file that is no photo is refused in words', async ({ page }) => {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');
	await page.setInputFiles('input[type=file]', {
		name: 'a.jpg',
		mimeType: 'image/jpeg',
		buffer: Buffer.from('<svg onload=alert(1)>')
	});
	await expect(page.locator('#photos')).toContainText('只能传 JPG、PNG 或 WebP');
});
