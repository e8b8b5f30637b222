import { type Browser, expect, type Page, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';
import { endVisit, pairKiosk, sayPhrase, type Slip, slipOf, tap } from '../support/kiosk-screen.ts';

/** Hands in a phrase at the kiosk, without a phone; returns what the receipt shows. */
async function handIn(page: Page): Promise<Slip> {
	await sayPhrase(page);
	await tap(page, '不留电话，直接交');
	const slip = await slipOf(page);
	await endVisit(page);
	return slip;
}

/** What /track says to a resident with this slip. */
async function track(browser: Browser, { number, code }: Slip): Promise<Page> {
	const resident = await (await browser.newContext()).newPage();
	await resident.goto('/track');
	await resident.fill('#number', number);
	await resident.fill('#code', code);
	await resident.click('main form button.wide');
	return resident;
}

async function markLost(administrator: Page, kiosk: string): Promise<void> {
	await administrator.goto('/staff/kiosks');
	await administrator.locator('li.kiosk', { hasText: kiosk }).getByRole('link').click();
	await administrator.click('summary:has-text("这台机器丢了")');
	const form = administrator.locator('details[open] form');
	await form.getByLabel('我看明白了').check();
	await form.locator('button').click();
	await expect(administrator.locator('#machines + ul')).toContainText('已丢失');
}

test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true });

test('what a lost kiosk sends waits until the dispatcher accepts or refuses it', async ({ page, context, browser }) => {
	test.setTimeout(120_000);
	await pairKiosk(page, '丢了的一体机');
	await page.evaluate(async () => navigator.serviceWorker.ready);
	await context.setOffline(true);
	const [good, bad] = [await handIn(page), await handIn(page)];
	await markLost(await staffPage(browser, 'guanli'), '丢了的一体机');
	await context.setOffline(false);
	await page.reload();

	const dispatcher = await staffPage(browser, 'fenpai', { javaScriptEnabled: false });
	const item = ({ number }: Slip, where = dispatcher) => where.locator('li.card', { hasText: number });
	await expect(async () => {
		await dispatcher.goto('/staff/kiosks');
		await dispatcher.locator('main a[href="/staff/kiosks/held"]').click({ timeout: 2000 });
		for (const slip of [good, bad]) await expect(item(slip)).toBeVisible({ timeout: 500 });
	}).toPass({ timeout: 40_000 });
	await expect(dispatcher.locator('nav .wide a[href="/staff/kiosks/held"]')).toContainText('件等您决定');
	await expect(item(good)).toContainText('丢了的一体机');
	await expect(item(good)).toContainText('路灯');
	await expect((await track(browser, good)).locator('[role=alert]')).toContainText('对不上');

	// another window of the same list, opened before anything is decided
	const second = await staffPage(browser, 'fenpai2', { javaScriptEnabled: false });
	await second.goto('/staff/kiosks/held');

	await item(good).locator('form[action="?/accept"] button').click();
	await expect(dispatcher.locator('[role=status]')).toContainText(`已收下 ${good.number}`);
	await expect(item(good)).toHaveCount(0);
	await item(good, second).locator('form[action="?/accept"] button').click();
	await expect(second.locator('[role=status]')).toContainText('已经有人处理过');
	await dispatcher.click('[role=status] a');
	await expect(dispatcher).toHaveURL(new RegExp(`/staff/cases/${good.number}$`));
	await expect((await track(browser, good)).locator('h1')).toContainText('路灯');

	await dispatcher.goto('/staff/kiosks/held');
	await item(bad).locator('summary').click();
	await item(bad).locator('form[action="?/refuse"] button').click();
	await expect(dispatcher.locator('[role=alert]')).toContainText('请先看明白');
	await item(bad).getByLabel('我看明白了').check();
	await item(bad).locator('form[action="?/refuse"] button').click();
	await expect(dispatcher.locator('[role=status]')).toContainText(`没有收 ${bad.number}`);
	await item(bad, second).locator('form[action="?/accept"] button').click();
	await expect(second.locator('[role=status]')).toContainText('决定不收');
	await expect((await track(browser, bad)).locator('[role=alert]')).toContainText('对不上');
});

test('the list is the dispatcher’s alone', async ({ browser }) => {
	for (const username of ['jiedai', 'guanli', 'duban'] as const) {
		const other = await staffPage(browser, username);
		expect((await other.goto('/staff/kiosks/held'))?.status(), username).toBe(404);
		await other.goto('/staff/kiosks');
		await expect(other.locator('a[href="/staff/kiosks/held"]')).toHaveCount(0);
	}
});
