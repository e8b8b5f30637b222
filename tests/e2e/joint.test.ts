import { expect, test } from '@playwright/test';
import { dayOf } from '../../src/lib/domain/clock.ts';
import { act, fileCase, goodAnswer, openCase, planning, press, staffPage } from '../support/browser.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

const soon = dayOf(new Date(Date.now() + 2 * 86_400_000));
const promise = '线路归谁管查清楚，能修的当天修好。';

test('two units work together; the resident reads the promise, and the answer waits for both', async ({
	page,
	browser
}) => {
	test.setTimeout(120_000);
	const { number } = await fileCase(page, { identity: 'contact' });
	await openCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');

	// a row that is begun must be whole; nothing typed is lost, and the promise comes not after the due day
	const asked = { unit1: '便民服务中心', task1: '查一查这条线归谁管。', promisedOn: soon, promise };
	await act(handler, number, 'arrange-joint', asked);
	await expect(handler.locator('[role=alert]')).toContainText('请选协办单位最迟哪天回复');
	await expect(handler.locator('#task1')).toHaveValue(asked.task1);
	await handler.fill('#taskDue1', soon);
	await handler.fill('#promisedOn', '2099-01-01');
	await handler.click('form.stack button.button');
	await expect(handler.locator('[role=alert]')).toContainText('承诺的日期要从今天到');
	await handler.fill('#promisedOn', soon);
	await handler.click('form.stack button.button');
	await handler.waitForURL('**done=arrange-joint');
	await page.reload();
	await expect(page.locator('main')).toContainText(`这件事需要便民服务中心一起办理。${planning}牵头，我们承诺在`);
	await expect(page.locator('main')).toContainText(promise);

	await act(handler, number, 'draft-answer', goodAnswer, 'button:has-text("提交审核")');
	await expect(handler.locator('[role=alert]')).toContainText('协办单位还没有回复：便民服务中心');

	const assisting = await staffPage(browser, 'bianmin-cb');
	await assisting.goto('/staff/queue?view=assist');
	await assisting.locator('.rows li', { hasText: number }).getByRole('link').click();
	await expect(assisting.locator('main')).not.toContainText('联系方式');
	await act(assisting, number, 'answer-task', { taskAnswer: '这条线归供电所，已约好明天来修。' });
	await assisting.waitForURL('**done=answer-task');
	await handler.goto(`/staff/cases/${number}`);
	await expect(handler.locator('main')).toContainText('已约好明天来修');
	await page.reload();
	await expect(page.locator('main')).toContainText(promise);
	await expect(page.locator('main')).not.toContainText('已约好明天来修');

	await act(handler, number, 'draft-answer', goodAnswer, 'button:has-text("提交审核")');
	await handler.waitForURL('**done=draft-answer');
	for (const one of [dispatcher, handler, assisting]) await one.context().close();
});

test('what 12345 passed on is filed with its number, found by it, and answered under it', async ({ browser }) => {
	const clerk = await staffPage(browser, 'jiedai');
	await clerk.goto('/staff/desk');
	await expect(clerk.locator('#externalNumber')).toBeHidden();
	await clerk.selectOption('#channel', 'forwarded');
	await clerk.selectOption('#type', 'question');
	await clerk.fill('#text', '医保缴费到什么时候截止，能不能交现金？');
	await clerk.click('button:has-text("提交")');
	await expect(clerk.locator('[role=alert]')).toContainText('请选谁转来的');
	await expect(clerk.locator('#text')).toHaveValue(/医保缴费/);
	const theirs = `SP${Date.now()}`;
	await clerk.selectOption('#source', '12345');
	await clerk.fill('#externalNumber', theirs);
	await clerk.fill('#externalDueOn', soon);
	await clerk.click('button:has-text("提交")');
	await clerk.waitForURL('**/filed?number=**');
	const number = (await clerk.innerText('.bignum')).trim();

	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto(`/staff/queue?view=all&q=${theirs.toLowerCase()}`);
	await expect(dispatcher.locator('.rows li')).toHaveCount(1);
	await expect(dispatcher.locator('.rows li')).toContainText('12345 转来');
	await act(dispatcher, number, 'answer-on-the-spot', { result: '解释说明', done: '12 月 31 日截止，可以交现金。' });
	await dispatcher.waitForURL('**done=answer-on-the-spot');
	await dispatcher.goto(`/staff/cases/${number}/answer-sheet`);
	const paste = dispatcher.locator('#paste');
	await expect(paste).toHaveValue(new RegExp(`来文编号：${theirs}[^]*本单位编号：${number}[^]*可以交现金`));
	await expect(paste).toBeVisible();
	for (const one of [clerk, dispatcher]) await one.context().close();
});

test('a head arranges a stand-in, and the case says so', async ({ browser }) => {
	const head = await staffPage(browser, 'shenhe');
	await head.goto('/staff/stand-ins');
	await head.selectOption('#absent', { label: `${planning} 高远` });
	await head.selectOption('#standIn', { label: `${planning} 许建国` });
	await head.fill('#untilOn', '2020-01-01');
	await head.click('form[action="?/set"] button');
	await expect(head.locator('[role=alert]')).toContainText('日期不对');
	await head.fill('#untilOn', soon);
	await head.click('form[action="?/set"] button');
	await expect(head.locator('main')).toContainText('许建国代高远');
	await head.getByRole('button', { name: '结束高远的代岗' }).click();
	await expect(head.locator('[role=status]')).toContainText('已结束');
	await head.context().close();
});
