import { expect, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test('the supervisor reads the figures, opens what is behind one, and begins the day with one page', async ({
	browser
}) => {
	// everything is drawn in the server's answer
	const page = await staffPage(browser, 'duban', { javaScriptEnabled: false });
	await page.goto('/staff/figures');
	await page.fill('#from', ago(200));
	// other tests file and extend today
	await page.fill('#to', ago(1));
	await page.selectOption('#by', 'category');
	await page.click('form.filters button');
	await expect(page.locator('h1')).toContainText('办理情况');
	const received = page.locator('.heads dd').first();
	const count = Number(await received.innerText());
	expect(count).toBeGreaterThan(50);
	// all five levels, and who did not rate beside them
	await expect(page.locator('section[aria-labelledby=levels] tbody tr')).toHaveCount(5);
	await expect(page.locator('section[aria-labelledby=levels] .hint').first()).toContainText('不算满意');
	await expect(page.getByRole('img', { name: /近六个月的按期答复率/ })).toBeVisible();

	// as many cases as the number said
	const numerator = page.locator('table.all tr', { hasText: '延期率' }).locator('a').first();
	const extended = Number(await numerator.innerText());
	await numerator.click();
	await expect(page.locator('.rows li')).toHaveCount(extended);
	await page.click('text=回到统计');
	await expect(page.locator('#from')).toHaveValue(ago(200));

	// a period that is none is said, and this month is shown
	await page.goto('/staff/figures?from=2026-02-31&to=2026-01-01');
	await expect(page.getByRole('alert')).toContainText('日子不对');

	// others file meanwhile: the number and its list are read until nothing came between
	await expect(async () => {
		await page.goto('/staff/morning');
		const waiting = page.locator('main li', { hasText: '等着受理、交办' });
		const toAccept = Number(await waiting.locator('b').innerText());
		await waiting.locator('a').click();
		await expect(page.locator('.rows li')).toHaveCount(Math.min(50, toAccept), { timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	await page.context().close();

	const handler = await staffPage(browser, 'chengban');
	for (const path of ['/staff/figures', '/staff/morning', '/staff/morning/today'])
		expect((await handler.goto(path))?.status()).toBe(404);
	await handler.context().close();
});
