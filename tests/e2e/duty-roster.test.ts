import { expect, type Page, test } from '@playwright/test';
import { fileCase, staffPage } from '../support/browser.ts';

/** Files what says somebody is in danger; returns the number. */
async function fileDanger(page: Page): Promise<string> {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.check('input[name=tile][value="1"]');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');
	await page.fill('#text', '学校后门电线垂下来了，很危险，请快来处理。');
	await page.fill('#place', '中心学校后门');
	// offered as soon as the words are there
	await page.check('input[name=danger]');
	await page.click('main button.wide');
	await page.waitForURL('**/submit/contact');
	await page.check('input[name=identity][value=anonymous]');
	await page.click('main button.wide');
	await page.waitForURL('**/submit/check');
	await page.click('main button.wide');
	await page.waitForURL('**/receipt');
	return (await page.innerText('#number')).trim();
}

test('an urgent case rings on any page of the supervisor, with and without scripts, until it is answered', async ({
	page,
	browser
}) => {
	const supervisor = await staffPage(browser, 'duban');
	const handler = await staffPage(browser, 'chengban');
	await Promise.all([supervisor.goto('/staff/account'), handler.goto('/staff/account')]);
	const number = await fileDanger(page);
	const alarm = supervisor.locator('.alarms .row', { hasText: number });
	// by the live line: nobody loaded the page again
	await expect(alarm).toBeVisible({ timeout: 15_000 });
	await supervisor.screenshot({ path: 'test-results/alarm.png' });
	await expect(handler.locator('.alarms')).toHaveCount(0);

	const plain = await staffPage(browser, 'duban', { javaScriptEnabled: false });
	await plain.goto('/staff/roster');
	await expect(plain.locator('.alarms .row', { hasText: number })).toBeVisible();
	await plain.locator('.alarms .row', { hasText: number }).getByRole('button', { name: '应响铃' }).click();
	await plain.waitForURL(`**/staff/cases/${number}?done=answer-alarm`);
	await expect(plain.locator('.alarms .row', { hasText: number })).toHaveCount(0);
	await expect(alarm).toHaveCount(0, { timeout: 15_000 });
});

test('what is typed on a form outlives the news that come in meanwhile', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto(`/staff/cases/${number}/reject`);
	await dispatcher.fill('#words', '这件事不归本乡管。');
	await dispatcher.selectOption('#reasonCode', 'not-local');
	const asked = dispatcher.waitForResponse('**/api/live/alarms?as=staff');
	await fileCase(page);
	await asked;
	await expect(dispatcher.locator('#words')).toHaveValue('这件事不归本乡管。');
	await expect(dispatcher.locator('#reasonCode')).toHaveValue('not-local');
});

test('a week is put on the roster without scripts, and a clash says with whom', async ({ browser }) => {
	const plain = await staffPage(browser, 'guanli', { javaScriptEnabled: false });
	await plain.goto('/staff/roster');
	await plain.fill('#firstOn', '2031-03-03');
	for (const [day, name] of [
		['1', '高远'],
		['3', '高远'],
		['7', '李娜']
	] as const) {
		const option = plain.locator(`#day${day} option`, { hasText: name });
		await plain.selectOption(`#day${day}`, (await option.getAttribute('value')) ?? '');
	}
	await plain.screenshot({ path: 'test-results/roster.png', fullPage: true });
	const press = () => plain.getByRole('button', { name: '排这一周' }).click();
	await press();
	await expect(plain.locator('[role=status]')).toContainText('3');
	await expect(plain.locator('.list')).toContainText('3 月 3 日');
	await plain.fill('#firstOn', '2031-03-05');
	const again = await plain.locator('#day1 option', { hasText: '高远' }).getAttribute('value');
	await plain.selectOption('#day1', again ?? '');
	await press();
	await expect(plain.locator('[role=alert]')).toContainText('高远');
	await expect(plain.locator('#firstOn')).toHaveValue('2031-03-05');
	await expect(plain.locator('#day1')).toHaveValue(again ?? '');
});
