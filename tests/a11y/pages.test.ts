import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { carryToAnswer, fileCase, openCase, staffPage } from '../support/browser.ts';

type Look = { name: string; width: number; preferences: string };
const looks: readonly Look[] = [
	{ name: '320 px, Chinese', width: 320, preferences: 'locale=zh-CN' },
	{ name: '1280 px, English', width: 1280, preferences: 'locale=en' },
	{ name: 'dark', width: 1280, preferences: 'locale=zh-CN&theme=dark' },
	{ name: 'large type', width: 390, preferences: 'locale=zh-CN&size=elder' },
	{ name: 'high contrast', width: 390, preferences: 'locale=zh-CN&contrast=high' }
];

async function look(page: Page, { width, preferences }: Look): Promise<void> {
	await page.setViewportSize({ width, height: 900 });
	await page.context().addCookies([{ name: 'preferences', value: preferences, url: process.env.BASE_URL ?? '' }]);
}

/** axe with every rule of WCAG 2.2 A and AA, nothing excluded; and no sideways scroll. */
async function expectAccessible(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await expectNoViolations(page, path);
}

async function expectNoViolations(page: Page, path: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(
		violations.map(({ id, nodes }) => `${path}: ${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
	).toEqual([]);
	const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth] as const);
	expect(scroll, `${path} scrolls sideways`).toBeLessThanOrEqual(inner);
}

const openPages = ['/', '/track', '/privacy', '/accessibility', '/scope', '/nowhere', '/staff/sign-in', '/staff/renew'];
const residentPages = [
	'/track',
	'/track/supplement',
	'/track/contact',
	'/track/confidential',
	'/track/withdraw',
	'/track/code',
	'/track/record',
	'/track/rework',
	'/track/rate'
];

for (const one of looks) {
	test(`public pages: ${one.name}`, async ({ page }) => {
		await look(page, one);
		for (const path of openPages) await expectAccessible(page, path);
	});

	test(`filing pages, with and without errors: ${one.name}`, async ({ page }) => {
		await look(page, one);
		await expectAccessible(page, '/submit/what');
		await page.click('main form[action*="next"] button.wide');
		await expect(page.locator('[role=alert]')).toBeVisible();
		await page.check('input[name=type][value=help]');
		await page.click('main form[action*="next"] button.wide');
		await page.waitForURL('**/submit/where');
		await page.fill('#text', '学校后门电线垂下来了，很危险，请快来处理。');
		await page.click('main button.wide');
		await page.waitForURL(/where\?warned|contact/);
		await expectAccessible(page, '/submit/where');
		await page.click('main button.wide');
		await expectAccessible(page, '/submit/contact');
		await page.check('input[name=identity][value=confidential]');
		await page.click('main button.wide');
		await expect(page.locator('[role=alert]')).toBeVisible();
		await expectNoViolations(page, '/submit/contact with errors');
		await page.fill('#phone', '13800138000');
		await page.check('#consent');
		await page.click('main button.wide');
		await page.waitForURL('**/submit/check');
		await expectAccessible(page, '/submit/check');
		await page.click('main button.wide');
		await page.waitForURL('**/receipt');
		await expectAccessible(page, '/receipt');
	});
}

test('the resident’s pages in every look', async ({ page, browser }) => {
	test.setTimeout(180_000);
	const { number } = await fileCase(page, { identity: 'contact' });
	await openCase(page);
	await carryToAnswer(browser, number);
	for (const one of looks) {
		await look(page, one);
		for (const path of residentPages) await expectAccessible(page, path);
	}
});

test('the back office in every look', async ({ page, browser }) => {
	test.setTimeout(240_000);
	const { number } = await fileCase(page, { identity: 'confidential' });
	await everywhere(browser, 'fenpai', [
		'/staff/queue',
		'/staff/queue?view=all',
		`/staff/cases/${number}`,
		...['accept-assign', 'request-info', 'reject', 'redirect', 'classify', 'exclude', 'reveal-contact'].map(
			(act) => `/staff/cases/${number}/${act}`
		),
		'/staff/account'
	]);
	await everywhere(browser, 'jiedai', ['/staff/desk']);
	await everywhere(browser, 'shenhe', ['/staff/queue?view=unit', '/staff/hand-over']);
	await everywhere(browser, 'guanli', [
		'/staff/admin/staff',
		'/staff/admin/units',
		'/staff/admin/categories',
		'/staff/admin/calendar',
		'/staff/admin/texts'
	]);
});

async function everywhere(
	browser: Browser,
	username: 'fenpai' | 'jiedai' | 'shenhe' | 'guanli',
	paths: readonly string[]
): Promise<void> {
	const page = await staffPage(browser, username);
	for (const one of looks) {
		await look(page, one);
		for (const path of paths) await expectAccessible(page, path);
	}
	await page.context().close();
}
