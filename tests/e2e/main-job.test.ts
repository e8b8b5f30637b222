import { expect, type Route, test } from '@playwright/test';
import { act, fileByHand, fileCase, goodAnswer, openCase, planning, press, staffPage } from '../support/browser.ts';
import { dayAhead, fileAtTheDesk } from '../support/every-page.ts';

test('clerk, dispatcher, handler and reviewer carry a case to its answer, live in the resident’s open page', async ({
	page,
	browser
}) => {
	const { number } = await fileByHand(page, { phone: '13800138000' });
	await openCase(page);
	const story = page.locator('main');

	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	await expect(story).toContainText('已交给规划建设和生态环境办公室', { timeout: 2000 });

	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	await expect(story).toContainText('周敏正在办', { timeout: 2000 });
	await act(handler, number, 'report-progress', {
		progress: '已到现场看过，两个灯头损坏。',
		next: '更换灯头',
		nextOn: dayAhead(3)
	});
	await handler.waitForURL('**done=report-progress');
	await expect(story).toContainText('两个灯头损坏', { timeout: 2000 });
	await act(handler, number, 'add-note', { note: '内部：找电工老王' });
	await handler.waitForURL('**done=add-note');

	// the checker names the very words, and the server refuses what the page would not send
	await act(
		handler,
		number,
		'draft-answer',
		{ ...goodAnswer, done: '已和林某家说好，今后高度重视，尽快处理这件事情。' },
		'button:has-text("提交审核")'
	);
	await expect(handler.locator('[role=alert]')).toContainText('答复还有要改的地方');
	await expect(handler.locator('main')).toContainText('「高度重视」请换成做什么');
	await act(handler, number, 'draft-answer', goodAnswer, 'button:has-text("提交审核")');
	await handler.waitForURL('**done=draft-answer');

	const reviewer = await staffPage(browser, 'shenhe');
	await act(reviewer, number, 'publish', {}, 'button:has-text("审核并发布")');
	await reviewer.waitForURL('**done=publish');
	await expect(story).toContainText('给您的答复', { timeout: 2000 });
	await expect(story).not.toContainText('找电工老王');
});

test('the queue of the dispatcher hears of a new case within two seconds', async ({ page, browser }) => {
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto('/staff/queue?view=accept');
	const { number } = await fileCase(page);
	await expect(dispatcher.locator('main')).toContainText(number, { timeout: 2000 });

	// what comes in while somebody is on the way to a case does not call them back
	const held = async (route: Route) => {
		await fileCase(page);
		await dispatcher.waitForTimeout(1500);
		await route.continue();
	};
	await dispatcher.route(`**/staff/cases/${number}/__data.json*`, held, { times: 1 });
	await dispatcher.locator(`main a[href^="/staff/cases/${number}"]`).first().click();
	await dispatcher.waitForURL(`**/staff/cases/${number}**`);
});

test('reception files for a walk-in, prints the slip once and answers on the spot', async ({ browser }) => {
	const clerk = await staffPage(browser, 'jiedai');
	await clerk.goto('/staff/desk');
	await clerk.fill('#text', '医保缴费到什么时候截止，能不能交现金？');
	await clerk.check('input[name=danger]');
	await clerk.click('button:has-text("提交")');
	await expect(clerk.locator('[role=alert]')).toContainText('请先读给本人听');
	await expect(clerk.locator('#text')).toHaveValue(/医保/);
	await expect(clerk.locator('input[name=danger]')).toBeChecked();
	const number = await fileAtTheDesk(clerk);
	await clerk.click('button:has-text("打印收件回执")');
	await expect(clerk.locator('#code')).toBeHidden();
	const code = ((await clerk.locator('#code').textContent()) ?? '').replace(/\D/g, '');
	expect(code).toHaveLength(10);
	await clerk.goto(`/staff/desk/filed?number=${number}`);
	await clerk.click('button:has-text("打印收件回执")');
	await expect(clerk.locator('[role=alert]')).toContainText('已经交出过一次');

	await act(clerk, number, 'answer-on-the-spot', {
		result: '解释说明',
		done: '12 月 31 日截止，可以交现金，带社保卡到 2 号窗口。'
	});
	await clerk.waitForURL('**done=answer-on-the-spot');
	const resident = await (await browser.newContext()).newPage();
	await resident.goto('/track');
	await resident.fill('#number', number);
	await resident.fill('#code', code);
	await resident.click('main button.wide');
	await expect(resident.locator('main')).toContainText('12 月 31 日截止');
});
