import { expect, test } from '@playwright/test';
import { act, fileCase, planning, staffPage } from '../support/browser.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

test('the head hears of a case, opens it from the inbox and has read it', async ({ page, browser }) => {
	test.setTimeout(90_000);
	const { number } = await fileCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const head = await staffPage(browser, 'shenhe');
	const row = head.locator('.rows li', { hasText: number });
	await expect(async () => {
		await head.goto('/staff/inbox');
		await expect(row).toContainText('交给您办', { timeout: 1000 });
	}).toPass();
	await expect(row).toContainText('未读');
	await row.getByRole('button').click();
	await expect(row).not.toContainText('未读');
	await row.getByRole('link').click();
	await head.waitForURL(`**/staff/cases/${number}`);
	await head.goto('/staff/inbox');
	if (await head.getByRole('button', { name: '全部标为已读' }).isVisible())
		await head.getByRole('button', { name: '全部标为已读' }).click();
	await expect(head.locator('.rows')).not.toContainText('未读');
	expect((await head.goto('/staff/messages'))?.status()).toBe(404);
	await dispatcher.goto('/staff/messages');
	await expect(dispatcher.getByRole('table')).toContainText('短信');
});

test('the mobile for alarms is kept and shown to nobody again', async ({ browser }) => {
	const head = await staffPage(browser, 'shenhe');
	await head.goto('/staff/account');
	await head.fill('#phone', '0797 2234567');
	await head.click('form[action*="dutyPhone"] button');
	await expect(head.locator('[role=alert]')).toBeVisible();
	await head.fill('#phone', '13900139000');
	await head.click('form[action*="dutyPhone"] button');
	await expect(head.getByRole('status')).toContainText('值班手机已存好');
	await expect(head.locator('body')).not.toContainText('13900139000');
	await expect(head.locator('#phone')).toHaveValue('');
});
