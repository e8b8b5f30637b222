import { expect, test } from '@playwright/test';
import { act, fileCase, goodAnswer, openCase, planning, press, staffPage } from '../support/browser.ts';
import { carryToAnswer } from '../support/office.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

test('one star brings another handler and a second answer', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	await openCase(page);
	await carryToAnswer(number);
	await page.goto('/track/rate');
	await page.check('input[name=solved][value=not]');
	await page.check('input[name=stars][value="1"]');
	await page.check('input[value=unsolved] >> visible=true');
	await page.fill('#words', '只来看了一眼，晚上照样黑。');
	await page.click('main button.wide');
	await page.waitForURL('**done=rate');
	await expect(page.locator('main')).toContainText('重新办理');

	const head = await staffPage(browser, 'shenhe');
	await act(head, number, 'reassign', { owner: '高远', reason: '换人，夜里实测' });
	await head.waitForURL('**done=reassign');
	const second = await staffPage(browser, 'chengban2');
	await act(
		second,
		number,
		'draft-answer',
		{ ...goodAnswer, done: '11 月 20 日晚上再次查看，更换整段电缆，连续三晚复查都亮。' },
		'button:has-text("提交审核")'
	);
	await second.waitForURL('**done=draft-answer');
	await act(head, number, 'publish', {}, 'button:has-text("审核并发布")');
	await head.waitForURL('**done=publish');
	await page.goto('/track');
	await expect(page.locator('main')).toContainText('更换整段电缆');
	await expect(page.locator('main')).toContainText('评价这次办理');
});

test('a wrong assignment comes back, and 指定承办 settles it', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const handler = await staffPage(browser, 'chengban');
	await act(handler, number, 'return-assignment', { reason: '属于供电单位，不归我办' });
	await handler.waitForURL('**/staff/queue');
	await act(dispatcher, number, 'assign', { unit: planning });
	await expect(dispatcher.locator('[role=alert]')).toContainText('这个单位退过单');
	await act(dispatcher, number, 'designate', { reason: '路灯由规建环保办维护' });
	await dispatcher.waitForURL('**done=designate');
	await handler.goto(`/staff/cases/${number}`);
	await expect(handler.locator(`a[href$="/return-assignment"]`)).toHaveCount(0);
	await press(handler, number, 'sign');
});

test('two staff act at once: one wins, the other is told who was faster and loses no word', async ({
	page,
	browser
}) => {
	const { number } = await fileCase(page);
	const one = await staffPage(browser, 'fenpai');
	const other = await staffPage(browser, 'fenpai2');
	await one.goto(`/staff/cases/${number}/reject`);
	await other.goto(`/staff/cases/${number}/request-info`);
	await other.fill('#ask', '请补充路灯在桥的哪一头。');
	await one.selectOption('#reasonCode', 'not-local');
	await one.fill('#words', '这件事不归本乡管。');
	await one.fill('#route', '请打 12345。');
	await one.click('form.stack button.button');
	await one.waitForURL('**done=reject');
	const [response] = await Promise.all([
		other.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes(number)),
		other.click('form.stack button.button')
	]);
	expect(response.status()).toBe(409);
	expect(await response.text()).toContain('李娜');
});
