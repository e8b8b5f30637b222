import { mkdirSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';
import {
	answeredStops,
	askedStops,
	becomeAnswered,
	becomeAsked,
	becomeListed,
	beginDraft,
	filingStops,
	listedStops,
	openStops,
	preparedCases,
	receiptStop,
	type Stop,
	staffStops,
	staffVisitors
} from '../support/every-page.ts';

/* Pictures of every page, to be looked at beside the mocks: `npm run screens` writes them to screens/. */
const folder = 'screens';
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;
const preferencesOf = { zh: 'locale=zh-CN', en: 'locale=en', dark: 'theme=dark', large: 'size=elder', contrast: 'contrast=high' };

test.beforeAll(() => {
	mkdirSync(folder, { recursive: true });
});

async function shoot(page: Page, { path }: Stop, name = nameOf(path)): Promise<void> {
	for (const [size, viewport] of Object.entries(sizes)) {
		await page.setViewportSize(viewport);
		const answer = await page.goto(path);
		expect(answer?.ok() || path === '/nowhere').toBe(true);
		await page.screenshot({ path: `${folder}/${name}-${size}.png`, fullPage: true });
	}
}

/** `/staff/cases/MQ…/assign` becomes `staff-cases-assign`. */
function nameOf(path: string): string {
	const words = path.replace(/MQ\d+-\d+/, '').replace(/[?=&]\w*/g, (part) => (/^\?view/.test(part) || part === '?' ? '' : `-${part.slice(1)}`));
	return words.split('/').filter(Boolean).join('-').replace(/-+/g, '-') || 'home';
}

async function prefer(page: Page, look: keyof typeof preferencesOf): Promise<void> {
	const url = process.env.BASE_URL ?? '';
	await page.context().addCookies([{ name: 'preferences', value: preferencesOf[look], url }]);
}

test('what anybody sees', async ({ page }) => {
	for (const stop of openStops) await shoot(page, stop);
	for (const look of ['en', 'dark', 'large', 'contrast'] as const) {
		await prefer(page, look);
		await shoot(page, { route: '', path: '/' }, `home-${look}`);
	}
});

test('filing', async ({ page }) => {
	await page.goto('/submit/what');
	await page.click('main form[action*="next"] button.wide');
	await page.screenshot({ path: `${folder}/submit-what-errors-desktop.png`, fullPage: true });
	await beginDraft(page);
	for (const stop of filingStops) await shoot(page, stop);
	await prefer(page, 'large');
	for (const stop of filingStops) await shoot(page, stop, `${nameOf(stop.path)}-large`);
	await prefer(page, 'zh');
	await page.goto('/submit/check');
	await page.click('main button.wide');
	await page.waitForURL('**/receipt');
	await shoot(page, receiptStop);
	await page.emulateMedia({ media: 'print' });
	await page.screenshot({ path: `${folder}/receipt-print.png`, fullPage: true });
});

test('a resident’s case', async ({ page, browser, context }) => {
	test.setTimeout(180_000);
	await becomeAnswered(page);
	for (const stop of answeredStops) await shoot(page, stop);
	const other = await (await browser.newContext()).newPage();
	await becomeAsked(other);
	for (const stop of askedStops) await shoot(other, stop, `asked-${nameOf(stop.path)}`);
	const third = await (await browser.newContext()).newPage();
	await becomeListed(third);
	for (const stop of listedStops) await shoot(third, stop, `listed-${nameOf(stop.path)}`);
	await prefer(page, 'dark');
	await shoot(page, { route: '', path: '/track' }, 'track-dark');
	await context.close();
});

for (const username of staffVisitors) {
	test(`the back office: ${username}`, async ({ browser }) => {
		test.setTimeout(120_000);
		const page = await staffPage(browser, username);
		for (const stop of staffStops(preparedCases())(username)) await shoot(page, stop, `${username}-${nameOf(stop.path)}`);
	});
}
