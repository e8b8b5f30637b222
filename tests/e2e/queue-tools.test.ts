import { expect, type Page, test } from '@playwright/test';
import { act, fileCase, planning, press, staffPage } from '../support/browser.ts';
import { inOffice } from '../support/office.ts';

/** Words no other test writes, to find one's own cases by. */
function rare(): string {
	return Array.from({ length: 4 }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 5000))).join('');
}

async function fileMany(page: Page, count: number, words: string): Promise<string[]> {
	const numbers = [];
	for (let nth = 0; nth < count; nth++)
		numbers.push((await fileCase(page, { text: `石桥路口的路灯坏了半个多月，${words}。`, category: '0302' })).number);
	return numbers;
}

/** By the keyboard alone, as far as the focus goes. */
async function tabTo(page: Page, selector: string): Promise<void> {
	for (let presses = 0; presses < 60; presses++) {
		if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`${selector} cannot be reached by Tab`);
}

/** Presses a key until it has led where it leads: the page's script may come a moment later. */
async function pressTo(page: Page, key: string, focused: string): Promise<void> {
	await expect(async () => {
		await page.keyboard.press(key);
		await expect(page.locator(focused)).toBeVisible({ timeout: 500 });
	}).toPass({ timeout: 20_000 });
}

/** The page's script listens to keys. */
async function scripted(page: Page): Promise<void> {
	await expect(page.locator('.pick.all')).toBeVisible();
}

test('ten cases are triaged by the keyboard alone', async ({ browser }) => {
	test.setTimeout(150_000);
	const words = rare();
	const numbers = await inOffice(async (office) => {
		const text = `石桥路口的路灯坏了半个多月，${words}。`;
		const told = [];
		for (let nth = 0; nth < 10; nth++) told.push(await office.file({ text }));
		return told.map(({ number }) => number);
	});
	const dispatcher = await staffPage(browser, 'fenpai');
	const list = `/staff/queue?view=accept&q=${encodeURIComponent(words)}`;
	const keyboard = dispatcher.keyboard;
	await dispatcher.goto(list);
	await scripted(dispatcher);
	await expect(dispatcher.locator('.rows li')).toHaveCount(10);

	// ? shows the map; while it is open, and while an input method composes, keys do nothing
	await keyboard.press('?');
	await expect(dispatcher.locator('dialog[open]')).toBeVisible();
	await keyboard.press('j');
	await keyboard.press('Escape');
	await expect(dispatcher.locator('dialog[open]')).toHaveCount(0);
	await dispatcher.evaluate(() =>
		document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true, isComposing: true }))
	);
	await keyboard.press('/');
	await expect(dispatcher.locator('#q')).toBeFocused();
	await keyboard.type('jx');
	await expect(dispatcher.locator('.pick input:checked')).toHaveCount(0);
	await keyboard.press('Backspace');
	await keyboard.press('Backspace');
	await keyboard.press('Tab');

	// one is opened and accepted by itself
	await dispatcher.goto(list);
	await scripted(dispatcher);
	await keyboard.press('j');
	await expect(dispatcher.locator('.rows li').first().locator('.what a')).toBeFocused();
	await keyboard.press('Enter');
	await dispatcher.waitForURL('**/staff/cases/**');
	await expect(dispatcher.locator('kbd', { hasText: '?' }).first()).toBeVisible();
	await pressTo(dispatcher, 'a', '.acts :focus');
	await keyboard.press('Enter');
	await dispatcher.waitForURL('**done=accept');

	// the other nine together
	await dispatcher.goto(`${list}&state=submitted`);
	await scripted(dispatcher);
	await expect(dispatcher.locator('.rows li')).toHaveCount(9);
	for (let nth = 0; nth < 9; nth++) {
		await keyboard.press('j');
		await keyboard.press('x');
	}
	await expect(dispatcher.locator('.bar [role=status]')).toContainText('9');
	await dispatcher.screenshot({ path: 'test-results/queue-picked.png' });
	await pressTo(dispatcher, 'b', '.bar :focus');
	await keyboard.press('Enter');
	await dispatcher.waitForURL('**/queue/bulk?**');
	await tabTo(dispatcher, 'form.stack button.button');
	await dispatcher.screenshot({ path: 'test-results/queue-bulk.png', fullPage: true });
	await keyboard.press('Enter');
	await dispatcher.waitForURL('**/queue/bulk/*');
	await expect(dispatcher.locator('main [role=status]')).toContainText('9');
	await expect(dispatcher.locator('main .wrong')).toHaveCount(0);
	for (const number of [numbers[0], numbers[9]]) {
		await dispatcher.goto(`/staff/cases/${number}`);
		await expect(dispatcher.locator('h1 + p')).toContainText('已受理');
	}

	// switched off, they are off
	await dispatcher.goto(list);
	await scripted(dispatcher);
	await dispatcher.getByRole('button', { name: '快捷键' }).click();
	await dispatcher.getByRole('button', { name: '关闭快捷键' }).click();
	await dispatcher.getByRole('button', { name: '关闭', exact: true }).click();
	await keyboard.press('/');
	await expect(dispatcher.locator('#q')).not.toBeFocused();
});

test('who else is at a case is seen, and who was faster is told with all that was typed kept', async ({
	page,
	browser
}) => {
	test.setTimeout(150_000);
	const { number } = await fileCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	await dispatcher.context().close();
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	const head = await staffPage(browser, 'shenhe');
	await head.goto(`/staff/cases/${number}`);
	const seen = head.locator('.presence');
	await expect(seen).toContainText('正在看');
	await handler.goto(`/staff/cases/${number}/draft-answer`);
	await expect(seen).toContainText('正在写答复', { timeout: 15_000 });
	await expect(handler.locator('.presence')).toContainText('正在看');
	await head.screenshot({ path: 'test-results/presence.png' });
	// a unit that has nothing to do with it does not learn of it
	const stranger = await staffPage(browser, 'bianmin-cb');
	const asked = await stranger.request.post('/api/live/presence?as=staff', { data: { number, act: 'look' } });
	expect(asked.status()).toBe(404);
	await stranger.context().close();

	await handler.fill('#found', '现场看过，线路接头受潮。');
	await head.goto(`/staff/cases/${number}/reassign`);
	await head.locator('#owner option').nth(1).waitFor({ state: 'attached' });
	await head.selectOption('#owner', { index: 1 });
	await head.fill('#reason', '外出学习一周');
	await head.click('form.stack button.button >> nth=0');
	await head.waitForURL('**done=reassign');
	await handler.getByRole('button', { name: '提交审核' }).click();
	const conflict = handler.locator('section.note');
	await expect(conflict).toContainText('改派');
	await expect(conflict).toContainText('刚刚变了');
	await expect(handler.locator('#found')).toHaveValue('现场看过，线路接头受潮。');
	await handler.screenshot({ path: 'test-results/conflict.png', fullPage: true });
	const [news] = await Promise.all([handler.waitForEvent('popup'), conflict.getByRole('link').click()]);
	await expect(news.locator('h1')).toBeVisible();
	await news.close();

	await handler.goto('/staff/queue');
	await expect(seen).not.toContainText('答复');
	await handler.context().close();
});

test('of many at once, one that fails is named with its reason, without scripts too, and nothing is done twice', async ({
	page,
	browser
}) => {
	test.setTimeout(90_000);
	const words = rare();
	const numbers = await fileMany(page, 3, words);
	const plain = await staffPage(browser, 'fenpai', { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
	await plain.goto(`/staff/queue?view=accept&q=${encodeURIComponent(words)}`);
	for (const number of numbers) await plain.getByLabel(`选 ${number}`).check();
	await plain.screenshot({ path: 'test-results/queue-plain.png', fullPage: true });
	await plain.getByRole('button', { name: '受理', exact: true }).click();
	await plain.waitForURL('**/queue/bulk?**');
	const other = await staffPage(browser, 'fenpai2');
	await press(other, numbers[1] ?? '', 'accept');
	await other.context().close();
	await plain.getByRole('button', { name: '受理 3 件' }).click();
	await plain.waitForURL('**/queue/bulk/*');
	await expect(plain.locator('main [role=status]')).toContainText('2 件办好了，1 件没有办成');
	const failed = plain.locator('main li', { has: plain.locator('.wrong') });
	await expect(failed).toHaveCount(1);
	await expect(failed).toContainText(numbers[1] ?? '');
	await expect(failed).toContainText('受理');
	expect(await plain.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
	await plain.screenshot({ path: 'test-results/bulk-report.png', fullPage: true });
	// who goes back to the form is shown what became of it
	await plain.goBack();
	await plain.waitForURL('**/queue/bulk/*');
	await expect(plain.locator('main [role=status]')).toContainText('2 件办好了，1 件没有办成');
	await plain.goto(`/staff/cases/${numbers[0]}`);
	await expect(plain.locator('ol li', { hasText: '受理' })).toHaveCount(1);
});

test('a filter is kept as a view, a note is undone, a phrase goes where the cursor stands', async ({
	page,
	browser
}) => {
	test.setTimeout(90_000);
	const words = rare();
	const [number = ''] = await fileMany(page, 1, words);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	await dispatcher.context().close();
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	await handler.goto(`/staff/queue?view=unit&q=${encodeURIComponent(words)}`);
	await scripted(handler);
	await handler.getByText('存为视图').first().click();
	await handler.fill('#viewName', words);
	await handler.getByRole('button', { name: '存为视图' }).click();
	const tab = handler.locator('.tabs a', { hasText: words });
	await expect(tab).toContainText('1');
	await expect(tab).toHaveAttribute('aria-current', 'page');
	await handler.screenshot({ path: 'test-results/views.png' });
	await handler.getByText('管理视图').click();
	await handler.getByRole('button', { name: `删除视图${words}` }).click();
	await expect(tab).toHaveCount(0);

	await act(handler, number, 'add-note', { note: '写错地方的备注' });
	await handler.waitForURL('**done=add-note');
	await handler.screenshot({ path: 'test-results/undo.png' });
	await handler.getByRole('button', { name: '撤销' }).click();
	await handler.waitForURL('**done=undo');
	await expect(handler.locator('main')).not.toContainText('写错地方的备注');
	await expect(handler.locator('main')).toContainText('撤销了刚写的备注');

	await handler.goto('/staff/phrases');
	await handler.fill('#phrase', `{编号}已派人查看，${words}。`);
	await handler.getByRole('button', { name: '加到我的' }).click();
	await expect(handler.locator('[role=status]', { hasText: '已保存' })).toBeVisible();
	await handler.screenshot({ path: 'test-results/phrases.png', fullPage: true });
	await handler.goto(`/staff/cases/${number}/draft-answer`);
	await handler.getByText('常用语（').click();
	const insert = handler.getByRole('button', { name: new RegExp(`插入：${number}已派人查看，${words}`) });
	await insert.waitFor();
	await handler.fill('#done', '今天下午：');
	await insert.click();
	await expect(handler.locator('#done')).toHaveValue(`今天下午：${number}已派人查看，${words}。`);
	await handler.screenshot({ path: 'test-results/phrases-form.png' });
});
