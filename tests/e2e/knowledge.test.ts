import { type Browser, expect, type Page, test } from '@playwright/test';
import { act, fileCase, openCase, planning, press, staffPage } from '../support/browser.ts';

/** Writes an entry as the head, publishes it as the dispatcher. */
async function publishEntry(browser: Browser, question: string): Promise<void> {
	const head = await staffPage(browser, 'shenhe');
	await head.goto('/staff/knowledge/new/edit');
	await head.click('button:has-text("存下")');
	await expect(head.locator('[role=alert] a').first()).toHaveText('请写问题，至少 4 个字');
	await head.waitForLoadState('networkidle');
	await head.fill('#question', question);
	await head.fill('#answer', '打王先生的手机 13800138000，他会来看紫藤架子。');
	await head.fill('#source', '园林养护安排');
	await head.fill('#keywords', '紫藤架\n花架歪了');
	await head.check('input[value="03"]');
	await head.click('button:has-text("存下")');
	await expect(head.locator('[role=alert]')).toContainText('13800138000');
	await head.waitForLoadState('networkidle');
	expect(await head.inputValue('#source')).toBe('园林养护安排');
	await head.fill('#answer', '在这里反映就行：写清在哪里、歪了多少，养护的人两天内去看。');
	await head.click('button:has-text("存下")');
	await head.waitForURL('**done=saved');
	await expect(head.locator('main')).toContainText('请另一个人来发布');
	const path = new URL(head.url()).pathname;
	await head.context().close();

	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto('/staff/knowledge?view=waiting');
	await dispatcher.click(`a[href="${path}"]`);
	await dispatcher.click('button:has-text("核对无误")');
	await dispatcher.waitForURL('**done=published');
	await dispatcher.context().close();
}

async function beginAbout(page: Page, text: string): Promise<void> {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.check('input[name=tile][value="1"]');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');
	// the script must be there to hear of the typing
	await page.waitForLoadState('networkidle');
	await page.fill('#text', text);
}

test('an answer is written, published by another, found, and offered to who writes and who answers', async ({
	page,
	browser
}) => {
	test.setTimeout(120_000);
	const question = `紫藤架子歪了找谁扶 ${Date.now() % 100_000}？`;
	await publishEntry(browser, question);

	await page.goto('/faq');
	await page.fill('#q', '紫藤');
	await page.click('main form button');
	await page.click(`a:has-text("${question}")`);
	await expect(page.locator('article')).toContainText('养护的人两天内去看');
	await expect(page.locator('article')).toContainText(planning);

	// while typing, with the script: only our own server hears of it, by a POST
	const asked = page.waitForRequest('**/submit/answers');
	await beginAbout(page, '老街的紫藤架子歪了，怕砸到人。');
	const request = await asked;
	expect([request.method(), new URL(request.url()).search]).toEqual(['POST', '']);
	await page.click(`summary:has-text("${question}")`);
	await expect(page.locator('.answers')).toContainText('养护的人两天内去看');
	expect(await page.inputValue('#text')).toBe('老街的紫藤架子歪了，怕砸到人。');

	// without it: before sending, and nothing is in the way
	const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await beginAbout(plain, '石桥边的紫藤架子歪了，请扶一扶。');
	await plain.click('main button.wide');
	await plain.check('input[name=identity][value=anonymous]');
	await plain.click('main button.wide');
	await plain.waitForURL('**/submit/check');
	await plain.click(`summary:has-text("${question}")`);
	await expect(plain.locator('.answers')).toContainText('养护的人两天内去看');
	await plain.click('form[action="?/submit"] button.wide');
	await plain.waitForURL('**/receipt');
	const number = (await plain.innerText('#number')).trim();
	await plain.context().close();

	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	await handler.goto(`/staff/cases/${number}/draft-answer`);
	await handler.click(`.helpful summary:has-text("${question}")`);
	await handler.locator('.helpful details[open] button').click();
	await expect(handler.locator('#done')).toHaveValue(/养护的人两天内去看/);
	await expect(handler.locator('#basis')).toHaveValue(/园林养护安排/);
	for (const one of [dispatcher, handler]) await one.context().close();
});

test('a resident sees that the matter is a common issue, and how far it is', async ({ page, browser }) => {
	test.setTimeout(120_000);
	const { number } = await fileCase(page);
	await openCase(page);
	const title = `路口成片不亮 ${number.slice(-4)}`;
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto('/staff/common-issues/new/edit', { waitUntil: 'networkidle' });
	await dispatcher.fill('#title', title);
	await dispatcher.fill('#known', '这一带的线路老化，下雨后成片不亮。');
	await dispatcher.fill('#doing', '正和供电单位分段换线，先换主路。');
	await dispatcher.click('button:has-text("存下")');
	await dispatcher.waitForURL('**done=saved');
	const path = new URL(dispatcher.url()).pathname;
	await dispatcher.goto(`/staff/cases/${number}`);
	await dispatcher.selectOption('#issue', { label: title });
	await dispatcher.click('button:has-text("归到这里")');
	await dispatcher.waitForURL(`**/staff/cases/${number}`);
	await expect(dispatcher.locator(`main a[href="${path}"]`)).toHaveText(title);
	await page.reload();
	await expect(page.locator('main')).not.toContainText('这是一个共性问题');

	const supervisor = await staffPage(browser, 'duban');
	await supervisor.goto(path);
	await expect(supervisor.locator('main')).toContainText(number);
	await supervisor.click('button:has-text("核对无误")');
	await supervisor.waitForURL('**done=published');
	await supervisor.waitForLoadState('networkidle');
	await supervisor.fill('#note', '主路的线已经换好，连着两晚亮灯正常。');
	await supervisor.click('button:has-text("公开这条进展")');
	await supervisor.waitForURL('**done=noted');

	// nothing has happened to the case itself: its page may be a few seconds old
	await expect(async () => {
		await page.reload();
		await expect(page.locator('main')).toContainText('这是一个共性问题', { timeout: 500 });
		await expect(page.locator('main')).toContainText('主路的线已经换好', { timeout: 500 });
	}).toPass({ timeout: 20_000 });
	await page.click(`a:has-text("${title}")`);
	await page.waitForURL('**/common/*');
	await expect(page.locator('main')).toContainText('正和供电单位分段换线');
	await expect(page.locator('main')).not.toContainText(number);

	// one case is not told in a number; and out again from its page
	await expect(page.locator('main')).not.toContainText('件反映');
	await dispatcher.reload();
	await dispatcher.click('button:has-text("取消")');
	await dispatcher.waitForURL(`**/staff/cases/${number}`);
	await page.goto('/track');
	await expect(page.locator('main')).not.toContainText('这是一个共性问题');

	await supervisor.goto('/staff/topics?span=quarter');
	await expect(supervisor.locator('table').first()).toContainText('道路交通');
	await expect(supervisor.locator('svg rect.now').first()).toBeVisible();
	for (const one of [dispatcher, supervisor]) await one.context().close();
});
