import { expect, test } from '@playwright/test';
import { addDays, dayOf } from '../../src/lib/domain/clock.ts';
import { monthBefore, monthOf } from '../../src/lib/domain/account-book.ts';
import { periodBefore, periodOf } from '../../src/lib/domain/report-period.ts';
import { staffPage } from '../support/browser.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

const today = dayOf(new Date());
/** Two weeks ago: the demo's own draft is of the last one. */
const week = periodBefore('week', periodBefore('week', periodOf('week', today).from).from);
const words = {
	done: '路灯、积水的事多数在三天内办完，每件都回了话。',
	undone: '两件等配件，晚了一天，都已向反映人说明。',
	next: '把备用灯头放在站里。'
};

test('a report is drafted by one, frozen by another, printed, and counted again: 相符', async ({ browser }) => {
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto('/staff/reports?kind=week');
	await dispatcher.selectOption('#from', week.from);
	await dispatcher.click('form[action="?/begin"] button');
	await dispatcher.waitForURL(/\/staff\/reports\/\d+$/);
	const address = new URL(dispatcher.url()).pathname;
	await expect(dispatcher.locator('button[formaction="?/freeze"]')).toHaveCount(0);

	// what could tell who somebody is comes back with what was typed
	await dispatcher.fill('#done', '给林女士家门口换了灯头。');
	await dispatcher.fill('#undone', words.undone);
	await dispatcher.click('form[action="?/save"] button.button >> nth=0');
	await expect(dispatcher.locator('[role=alert]')).toBeVisible();
	await expect(dispatcher.locator('#done')).toHaveValue('给林女士家门口换了灯头。');
	for (const [part, text] of Object.entries(words)) await dispatcher.fill(`#${part}`, text);
	await dispatcher.click('form[action="?/save"] button.button >> nth=0');
	await dispatcher.waitForURL('**done=saved');

	// without JavaScript
	const lead = await staffPage(browser, 'fenguan', { javaScriptEnabled: false });
	await lead.goto(address);
	await expect(lead.locator('#next')).toHaveValue(words.next);
	await lead.click('button[formaction="?/freeze"]');
	await lead.waitForURL('**done=frozen');
	await expect(lead.locator('textarea')).toHaveCount(0);
	await lead.goto(address);
	await lead.click('form[action="?/check"] button');
	await expect(lead.locator('.note[role=status]')).toContainText('相符');
	await expect(lead.locator('.note.grave')).toHaveCount(0);

	await dispatcher.goto(address);
	await dispatcher.emulateMedia({ media: 'print' });
	await expect(dispatcher.locator('.said').first()).toHaveText(words.done);
	await expect(dispatcher.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(dispatcher.locator('nav').first()).toBeHidden();
	await expect(dispatcher.locator('form[action="?/check"]')).toBeHidden();
	for (const page of [dispatcher, lead]) await page.context().close();
});

test('the public account reads without JavaScript at 320 px, and page, CSV and JSON say the same', async ({
	browser,
	request
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
	const page = await context.newPage();
	const month = monthBefore(monthOf(today));
	await page.goto('/');
	await page.locator('a[href="/account-book"]').first().click();
	await page.goto(`/account-book/${month}`);
	const answer = await request.get(`/open-data/${month}.json`);
	const book = await answer.json();
	for (const figure of book.figures) {
		const row = page.locator('table.all tbody tr').nth(book.figures.indexOf(figure));
		if (figure.hidden) await expect(row).toContainText('少于 5');
		else if (figure.kind === 'share') await expect(row).toContainText(`${figure.part} / ${figure.whole}`);
		else if (figure.kind === 'count') await expect(row).toContainText(String(figure.count));
	}
	const bars = page.locator('section table').first().locator('tbody tr');
	for (const [at, { count }] of book.levels.entries())
		await expect(bars.nth(at).locator('td').last()).toHaveText(count === null ? '少于 5' : String(count));
	const scroll = await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth);
	expect(scroll).toBeLessThanOrEqual(320);
	await page.screenshot({ path: 'test-results/account-book-320.png', fullPage: true });

	const csv = await request.get(`/open-data/${month}.csv`);
	const lines = (await csv.text()).split('\r\n');
	expect(lines[0]).toBe('\uFEFF部分,字段,名称,分子,分母,数值,说明');
	for (const figure of book.figures)
		if (figure.kind === 'share' && !figure.hidden)
			expect(lines.find((line) => line.includes(`,${figure.key},`))).toContain(`,${figure.part},${figure.whole},`);

	// the check value on the page is the file's own
	const { etag, 'access-control-allow-origin': origin } = answer.headers();
	expect(origin).toBe('*');
	const digest = etag?.replace(/^W\//, '').replaceAll('"', '') ?? '';
	expect(digest).toMatch(/^[0-9a-f]{64}$/);
	expect((await page.locator('.hash span').last().innerText()).replaceAll(' ', '')).toBe(digest);
	const again = await request.get(`/open-data/${month}.json`, { headers: { 'if-none-match': etag ?? '' } });
	expect(again.status()).toBe(304);
	expect((await request.get('/open-data/2019-01.json')).status()).toBe(404);
	expect((await request.get(`/account-book/${monthOf(addDays(today, 40))}`)).status()).toBe(404);
	await context.close();
});
