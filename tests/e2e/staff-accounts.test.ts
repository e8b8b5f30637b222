import { expect, type Page, test } from '@playwright/test';
import { TOTP } from 'otpauth';
import { act, fileCase, staffPage } from '../support/browser.ts';

const password = '禾望乡的第一条路 1952';

/** The row of a person on the administrator's list. */
const rowOf = (page: Page, username: string) =>
	page.locator('ul.people > li', { has: page.locator(`span.num:text-is("${username}")`) });

async function openRenewal(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await expect(page.locator('#token')).toHaveValue(/^[\w-]{32}$/);
	expect(page.url()).not.toContain('#');
	await page.fill('#password', password);
	await page.click('main button.wide');
}

test('a new colleague gets in by a link that a second person confirmed, and must enrol one-time codes', async ({
	browser
}) => {
	test.setTimeout(90_000);
	const administrator = await staffPage(browser, 'guanli');
	await administrator.goto('/staff/admin/staff');
	await administrator.click('details.card summary');
	await administrator.fill('#username', 'xinlai');
	await administrator.fill('#name', '新来的人');
	await administrator.selectOption('#unit', { label: '党政综合办公室' });
	await administrator.click('details.card form button');
	await expect(rowOf(administrator, 'xinlai')).toBeVisible();
	for (const [action, option] of [
		['grant', '分派员'],
		['link', '首次登录']
	] as const) {
		await rowOf(administrator, 'xinlai').locator('summary').click();
		await rowOf(administrator, 'xinlai').locator(`form[action="?/${action}"] select`).selectOption({ label: option });
		await rowOf(administrator, 'xinlai').locator(`form[action="?/${action}"] button`).click();
	}
	const address = await administrator.innerText('.link');
	// who made it cannot confirm it
	await administrator.locator('form[action="?/confirmLink"] button').first().click();
	await expect(administrator.locator('[role=alert]')).toContainText('另一');

	const person = await (await browser.newContext()).newPage();
	await openRenewal(person, address);
	await expect(person.locator('[role=alert]')).toBeVisible();

	const supervisor = await staffPage(browser, 'duban');
	await supervisor.goto('/staff/admin/staff');
	await supervisor
		.locator('li', { hasText: '新来的人 · 首次登录' })
		.locator('form[action="?/confirmLink"] button')
		.click();
	await rowOf(supervisor, 'xinlai').locator('button:has-text("确认分派员")').click();

	await openRenewal(person, address);
	await person.waitForURL('**/staff/sign-in?renewed');
	await person.fill('#username', 'xinlai');
	await person.fill('#password', password);
	await person.click('main button.wide');
	// a dispatcher reaches nothing before the second factor is set up
	await person.waitForURL('**/staff/account');
	await person.goto('/staff/queue');
	await person.waitForURL('**/staff/account');
	const secret = await person.inputValue('input[name=secret]');
	await person.fill('#factor', new TOTP({ secret }).generate());
	await person.click('form[action="?/enrol"] button');
	await expect(person.locator('.codes li')).toHaveCount(10);
	await person.goto('/staff/queue?view=accept');
	await expect(person.locator('h1')).toContainText('待受理');

	// the link was good for one use
	const again = await (await browser.newContext()).newPage();
	await openRenewal(again, address);
	await expect(again.locator('[role=alert]')).toBeVisible();
});

test('who signs out is out on the server, and what they typed waits for them', async ({ page, browser }) => {
	const { number } = await fileCase(page);
	const guest = await (await browser.newContext()).newPage();
	await signIn(guest, 'bianmin-cb');
	const cookies = await guest.context().cookies();
	await guest.click('form[action="/staff/sign-out"] button');
	await guest.waitForURL('**/staff/sign-in**');
	await guest.context().addCookies(cookies);
	await guest.goto('/staff/queue');
	await guest.waitForURL('**/staff/sign-in**');

	const dispatcher = await staffPage(browser, 'fenpai2');
	await dispatcher.goto(`/staff/cases/${number}/add-note`);
	await dispatcher.waitForLoadState('networkidle');
	await dispatcher.fill('#note', '打过电话，没有人接。');
	await dispatcher.reload();
	await expect(dispatcher.locator('#note')).toHaveValue('打过电话，没有人接。');
	await act(dispatcher, number, 'add-note');
	await dispatcher.waitForURL('**done=add-note');
	// the page that says it is done forgets the words, once its script has come
	await expect.poll(() => dispatcher.evaluate(() => JSON.stringify(localStorage))).not.toContain('打过电话');
	await dispatcher.goto(`/staff/cases/${number}/add-note`);
	await expect(dispatcher.locator('#note')).toHaveValue('');
});

async function signIn(page: Page, username: string): Promise<void> {
	await page.goto('/staff/sign-in');
	await page.fill('#username', username);
	await page.fill('#password', 'songgang-lamp-42');
	await page.click('main button.wide');
	await page.waitForURL('**/staff/queue');
}
