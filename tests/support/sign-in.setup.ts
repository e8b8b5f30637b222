import { expect, test } from '@playwright/test';
import { cast, sessionFile } from './browser.ts';

test.use({ javaScriptEnabled: false });

for (const username of cast) {
	test(`${username} signs in`, async ({ page }) => {
		await page.goto('/staff/sign-in');
		const account = page.locator('.demo li', { has: page.locator(`strong:text-is("${username}")`) });
		await page.fill('#username', username);
		await page.fill('#password', 'songgang-lamp-42');
		await page.click('main button.wide');
		await page.waitForURL(/\/staff\/(queue|sign-in\?)/);
		if (page.url().includes('sign-in')) {
			const shown = await page.locator('.demo').count();
			expect(shown).toBe(1);
			const code = /\d{6}$/.exec((await account.innerText()).trim())?.[0] ?? '';
			await page.fill('#factor', code);
			await page.click('main button.wide');
			await page.waitForURL('**/staff/queue');
		}
		await page.context().storageState({ path: sessionFile(username) });
	});
}
