import { expect, test } from '@playwright/test';
import { fileByHand, fileCase, openCase } from '../support/browser.ts';
import { carryToAnswer } from '../support/office.ts';

test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

test('a phone without JavaScript files, tracks with number and code, and rates', async ({ page, browser }) => {
	const { number, code } = await fileByHand(page);
	await openCase(page);
	await expect(page.locator('main')).toContainText('已提交');

	const elsewhere = await browser.newContext({ javaScriptEnabled: false });
	const other = await elsewhere.newPage();
	await other.goto('/track');
	await other.fill('#number', ` ${number.toLowerCase().replace('-', ' ')} `);
	await other.fill('#code', code);
	await other.click('main button.wide');
	await expect(other.locator('main')).toContainText(number);

	await carryToAnswer(number);
	await other.reload();
	await expect(other.locator('main')).toContainText('给您的答复');
	await other.click('a:has-text("评价这次办理")');
	await other.click('main button.wide');
	await expect(other.locator('[role=alert]')).toContainText('请选满意程度');
	await other.check('input[name=solved][value=solved]');
	await other.check('input[name=stars][value="5"]');
	await other.check('input[value=fast] >> nth=0');
	await other.click('main button.wide');
	await other.waitForURL('**done=rate');
	await expect(other.locator('main')).toContainText('已办结');
});

test('what was typed survives an error, and each error says the fix', async ({ page }) => {
	await page.goto('/submit/what');
	await page.click('main form[action*="next"] button.wide');
	await expect(page).toHaveTitle(/^出错：/);
	await expect(page.locator('[role=alert]')).toContainText('请选一个您想做的事');
	await page.check('input[name=type][value=complaint]');
	await page.click('main form[action*="next"] button.wide');
	await page.fill('#text', '灯坏');
	await page.fill('#place', '石桥路口向东五十米');
	await page.click('main button.wide');
	await expect(page.locator('[role=alert] a')).toHaveAttribute('href', '#text');
	await expect(page.locator('#place')).toHaveValue('石桥路口向东五十米');
	await page.fill('#text', '厨房着火了，快来人');
	await page.click('main button.wide');
	await expect(page.locator('main')).toContainText('119');
	await page.click('main button.wide');
	await page.waitForURL('**/submit/contact');
});

test('a wrong digit is told apart from a wrong code', async ({ page }) => {
	const { number } = await fileCase(page);
	await page.goto('/track');
	await page.fill('#number', number.slice(0, -1) + String((Number(number.at(-1)) + 1) % 10));
	await page.fill('#code', '0123456789');
	await page.click('main button.wide');
	await expect(page.locator('[role=alert]')).toContainText('编号不对');
	await page.fill('#number', number);
	await page.fill('#code', '0123456789');
	await page.click('main button.wide');
	await expect(page.locator('[role=alert]')).toContainText('对不上');
});
