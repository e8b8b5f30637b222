import { expect, test } from '@playwright/test';
import { act, fileCase, goodSummary, openCase, staffPage } from '../support/browser.ts';
import { carryToAnswer } from '../support/office.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

test('what a resident agrees to is published by two people, read without JavaScript, and gone when withdrawn', async ({
	page,
	browser
}) => {
	test.setTimeout(120_000);
	const { number } = await fileCase(page, { publish: true, category: '0302' });
	await openCase(page);
	await carryToAnswer(number);

	const handler = await staffPage(browser, 'chengban');
	await act(handler, number, 'draft-summary', { ...goodSummary, matter: '家住青苗巷 18 号的林女士反映路灯不亮。' });
	await expect(handler.locator('[role=alert]')).toContainText('能认出人');
	await expect(handler.locator('main')).toContainText('林女士');
	expect(await handler.inputValue('#answer')).toBe(goodSummary.answer);
	const title = `路灯修好了 ${number.slice(-4)}`;
	await act(handler, number, 'draft-summary', { ...goodSummary, title });
	await handler.waitForURL('**done=draft-summary');

	const reviewer = await staffPage(browser, 'gongkai');
	await reviewer.goto('/staff/publications');
	await reviewer.click(`a:has-text("${title}")`);
	await reviewer.click('button:has-text("审核并发布")');
	await reviewer.waitForURL('**/staff/publications?done=**');

	const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await plain.goto('/');
	await plain.click('a[href="/public"]');
	await plain.selectOption('#category', '03');
	await plain.click('main form button');
	await expect(plain.locator('main')).toContainText(title);
	await plain.click(`a:has-text("${title}")`);
	await expect(plain.locator('main')).toContainText(goodSummary.answer);
	await expect(plain.locator('body')).not.toContainText(number);
	const address = plain.url();

	await page.goto('/track');
	await expect(page.locator('.story')).toContainText(title);
	await page.click('button:has-text("取消公开")');
	await page.waitForURL('**done=withdrawConsent');
	expect((await plain.goto(address))?.status()).toBe(404);
	await plain.goto('/public');
	await expect(plain.locator('main')).not.toContainText(title);
	await page.goto('/track');
	await page.click('button:has-text("同意公开")');
	await page.waitForURL('**done=consent');
});

test('nobody publishes what the resident did not agree to', async ({ page, browser }) => {
	const { number } = await fileCase(page, { category: '0302' });
	await openCase(page);
	await carryToAnswer(number);
	const handler = await staffPage(browser, 'chengban');
	await handler.goto(`/staff/cases/${number}`);
	await expect(handler.locator('a[href$="/draft-summary"]')).toHaveCount(0);
	await handler.goto(`/staff/cases/${number}/draft-summary`);
	expect(new URL(handler.url()).pathname).toBe(`/staff/cases/${number}`);
});

test('a caller tries, opens the contact and writes down what was said; a resident declines', async ({
	page,
	browser
}) => {
	const caller = await staffPage(browser, 'huifang');
	await caller.goto('/staff/follow-ups');
	const last = caller.locator('.rows li').last();
	const number = (await last.locator('.num').innerText()).trim();
	await act(caller, number, 'follow-up', { outcome: '联系上了' });
	await expect(caller.locator('[role=alert]')).toContainText('解决了没有');
	await act(caller, number, 'follow-up', { outcome: '没人接' });
	await caller.waitForURL('**/staff/follow-ups?done=**');
	await expect(caller.locator('.rows li', { hasText: number })).toContainText('打过 1 次');
	await act(caller, number, 'reveal-contact', {
		revealReason: '打电话告诉结果',
		words: '回访',
		password: 'songgang-lamp-42'
	});
	await expect(caller.locator('main')).toContainText(/1[3-9]\d{9}/);

	await fileCase(page, { identity: 'contact' });
	await openCase(page);
	await page.click('button:has-text("不再回访")');
	await page.waitForURL('**done=declineFollowUp');
	await expect(page.locator('button:has-text("不再回访")')).toHaveCount(0);
});

test('the office sets how long contacts are kept, and the privacy notice says the same', async ({ page, browser }) => {
	const administrator = await staffPage(browser, 'guanli');
	const set = async (days: string) => {
		await administrator.goto('/staff/admin/limits');
		await administrator.fill('[name="retention.contactDays"]', days);
		await administrator.click('main form button');
	};
	await set('7');
	await expect(administrator.locator('[role=alert]')).toContainText('30 至 3650');
	expect(await administrator.inputValue('[name="retention.contactDays"]')).toBe('7');
	await set('90');
	await expect(administrator.locator('[role=status]')).toContainText('已保存');
	await page.goto('/privacy');
	await expect(page.locator('main')).toContainText('办结 90 天后');
	await set('180');
});
