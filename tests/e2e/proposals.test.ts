import { expect, test } from '@playwright/test';
import { act, fileCase, openCase, planning, press, staffPage } from '../support/browser.ts';
import { askExtension, dayAhead, goodExtension, goodPlan, listLongTerm } from '../support/every-page.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

test('an extension is told to the resident when it is granted, then the matter goes by phases', async ({
	page,
	browser
}) => {
	test.setTimeout(120_000);
	const { number } = await fileCase(page);
	await openCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');

	// what is missing is named, and nothing typed is lost
	await act(handler, number, 'request-extension', { why: '等停电', sofar: goodExtension.sofar });
	await expect(handler.locator('[role=alert] a')).toHaveText([
		'请写明原因，至少 15 个字，反映人会看到',
		'请选新的期限'
	]);
	expect(await handler.inputValue('#sofar')).toBe(goodExtension.sofar);
	await act(handler, number, 'request-extension', { ...goodExtension, newDueOn: dayAhead(40) });
	await expect(handler.locator('[role=alert]')).toContainText('一次延期不能超过原来的办理时间，最晚到');
	await askExtension(handler, number);
	await page.reload();
	await expect(page.locator('.slip')).toContainText('申请延期');
	await expect(page.locator('main')).not.toContainText(goodExtension.why);

	const head = await staffPage(browser, 'shenhe');
	await head.goto('/staff/queue?view=mine');
	await head.click(`.rows a[href$="/${number}"]`);
	await head.click('a:has-text("决定申请")');
	await expect(head.locator('main')).toContainText(goodExtension.why);
	await head.click('button:has-text("不同意")');
	await expect(head.locator('[role=alert] a')).toHaveText(['请写明原因']);
	await head.click('button:has-text("同意延期并告诉反映人")');
	await head.waitForURL('**done=decide-proposal');
	await page.reload();
	for (const words of ['现需要延长到', goodExtension.why, goodExtension.sofar, '给您添麻烦了'])
		await expect(page.locator('.story')).toContainText(words);

	// half a phase is not a phase
	await act(handler, number, 'propose-long-term', { ...goodPlan, phaseOn1: dayAhead(60) });
	await expect(handler.locator('[role=alert] a')).toHaveText(['请选这一阶段到哪一天']);
	expect(await handler.inputValue('#phaseText1')).toBe(goodPlan.phaseText1);
	// words of this test alone, to be found again on the public list
	const plan = { ...goodPlan, phaseText2: `开工建第 ${number.slice(-4)} 号泵房` };
	await listLongTerm(browser, handler, number, plan);
	await act(handler, number, 'finish-phase', { progress: '设计图已经完成，正在请人审查。' });
	await handler.waitForURL('**done=finish-phase');
	await page.reload();
	await expect(page.getByRole('heading', { name: '阶段计划' })).toBeVisible();
	await expect(page.locator('main')).toContainText(plan.phaseText2);
	await page.click('a:has-text("看看全部长期事项")');
	const matter = page.locator('.matters > li', { hasText: plan.phaseText2 });
	await expect(matter).toContainText(/日完成/);
	await expect(matter).toContainText('下次向反映人通报');
	await expect(matter).not.toContainText(number);
	for (const one of [dispatcher, handler, head]) await one.context().close();
});

test('a transfer waits for the other unit, which finds the case meanwhile', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	const other = await staffPage(browser, 'bianmin-fz');
	expect((await other.goto(`/staff/cases/${number}`))?.status()).toBe(404);
	await act(handler, number, 'propose-transfer', {
		unit: '便民服务中心',
		reason: '供电由便民服务中心联系，他们办更快。'
	});
	await handler.waitForURL('**done=propose-transfer');
	await other.goto(`/staff/cases/${number}`);
	await other.click('a:has-text("决定申请")');
	await other.click('button:has-text("同意")');
	await other.waitForURL('**done=decide-proposal');
	await expect(other.locator('.clock')).toContainText('便民服务中心');
	expect((await handler.goto(`/staff/cases/${number}`))?.status()).toBe(404);
	for (const one of [dispatcher, handler, other]) await one.context().close();
});
