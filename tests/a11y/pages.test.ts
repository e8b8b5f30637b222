import { globSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { offered } from '../../src/lib/server/cases/queries/offered-acts.ts';
import { everyRule, ofShades, violationsOf } from '../support/axe.ts';
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
	phoneStops,
	preparedCases,
	receiptStop,
	type Stop,
	staffStops,
	staffVisitors
} from '../support/every-page.ts';
import { agePhotoTicket, aPhoto, becomePhone } from '../support/photo-ticket.ts';

type Look = { name: string; width: number; preferences: string };
const english: Look = { name: '1280 px, English', width: 1280, preferences: 'locale=en' };
const narrow: Look = { name: '320 px, Chinese', width: 320, preferences: 'locale=zh-CN' };
/** Other colours and sizes of the same page. */
const shades: readonly (Look & { set: readonly [attribute: string, value: string] })[] = [
	{ name: 'dark', width: 1280, preferences: 'locale=zh-CN&theme=dark', set: ['data-theme', 'dark'] },
	{ name: 'large type', width: 390, preferences: 'locale=zh-CN&size=elder', set: ['data-size', 'elder'] },
	{ name: 'high contrast', width: 390, preferences: 'locale=zh-CN&contrast=high', set: ['data-contrast', 'high'] }
];
const looks: readonly Look[] = [english, narrow, ...shades];

async function look(page: Page, { width, preferences }: Look): Promise<void> {
	await page.setViewportSize({ width, height: 900 });
	// colours change at once
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.context().addCookies([{ name: 'preferences', value: preferences, url: process.env.BASE_URL ?? '' }]);
}

/** axe finds nothing, with every rule unless said otherwise and nothing excluded; and no sideways scroll. */
async function expectNoViolations(page: Page, where: string, rules = everyRule): Promise<void> {
	expect(await violationsOf(page, rules), where).toEqual([]);
	const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth] as const);
	expect(scroll, `${where} scrolls sideways`).toBeLessThanOrEqual(inner);
}

async function expectAccessible(page: Page, stops: readonly Stop[], one: Look, rules = everyRule): Promise<void> {
	await look(page, one);
	for (const { path } of stops) {
		await page.goto(path);
		// what was asked for, not a door to it
		expect(new URL(page.url()).pathname).toBe(new URL(path, page.url()).pathname);
		await expectNoViolations(page, `${path}, ${one.name}`, rules);
	}
}

/**
 * Two languages with every rule; the other looks are put upon the same page, for what they can break. Forms of acts
 * share a page and its colours: the first of them stands for all.
 */
async function inEveryLook(page: Page, stops: readonly Stop[]): Promise<void> {
	const seen = new Set<string>();
	for (const stop of stops) {
		const isKnown = stop.route.endsWith('/[act]') && seen.has(stop.route);
		seen.add(stop.route);
		await expectAccessible(page, [stop], english);
		await expectAccessible(page, [stop], narrow);
		for (const { name, width, set } of isKnown ? [] : shades) {
			await page.setViewportSize({ width, height: 900 });
			await page.evaluate(([attribute, value]) => document.documentElement.setAttribute(attribute, value), set);
			await expectNoViolations(page, `${stop.path}, ${name}`, ofShades);
			await page.evaluate(([attribute]) => document.documentElement.removeAttribute(attribute), set);
		}
	}
}

test('every page of the site is looked at, and every act’s form', () => {
	const dummy = 'MQ261103-0000000';
	const staff = staffStops(new Proxy(preparedCases(), { get: () => dummy }));
	const stops = [
		...[...openStops, ...filingStops, receiptStop, ...phoneStops, ...answeredStops, ...askedStops, ...listedStops],
		...staffVisitors.flatMap(staff)
	];
	const routes = globSync('src/routes/**/+page.svelte').map((file) =>
		file.slice('src/routes'.length, -'/+page.svelte'.length)
	);
	expect(routes.length).toBeGreaterThan(30);
	// the kiosk's screens have sizes of their own: tests/e2e/kiosk.test.ts looks at each
	const ownTest = ['/(kiosk)/kiosk'];
	expect(routes.filter((route) => !ownTest.includes(route) && !stops.some((stop) => stop.route === route))).toEqual([]);
	// 受理, 签收 and 应响铃 are a button on the case page, without a form of their own
	const forms = [...offered, 'accept-assign', 'reveal-contact'].filter(
		(act) => !['accept', 'sign', 'answer-alarm'].includes(act)
	);
	expect(forms.filter((act) => !stops.some(({ path }) => path.endsWith(`${dummy}/${act}`)))).toEqual([]);
});

for (const one of looks) {
	test(`public pages, filing with and without errors, receipt: ${one.name}`, async ({ page }) => {
		test.setTimeout(120_000);
		const rules = shades.some(({ name }) => name === one.name) ? ofShades : everyRule;
		await expectAccessible(page, openStops, one, rules);
		await page.goto('/submit/what');
		await page.click('main form[action*="next"] button.wide');
		await expect(page.locator('[role=alert]')).toBeVisible();
		await expectNoViolations(page, '/submit/what with errors');
		await beginDraft(page);
		await page.goto('/submit/contact');
		await page.fill('#phone', '12');
		await page.click('main button.wide');
		await expect(page.locator('[role=alert]')).toBeVisible();
		await expectNoViolations(page, '/submit/contact with errors');
		await expectAccessible(page, filingStops, one, rules);
		await page.click('main button.wide');
		await page.waitForURL('**/receipt');
		await expectAccessible(page, [receiptStop], one, rules);
	});
}

test('the pages for photos from a phone in every look', async ({ page }) => {
	test.setTimeout(120_000);
	await page.goto('/photos');
	await page.fill('#code', '12');
	await page.click('main button.wide');
	await expect(page.locator('[role=alert]')).toBeVisible();
	for (const one of looks) {
		await look(page, one);
		await expectNoViolations(page, `/photos with an error, ${one.name}`);
	}
	const ticket = await becomePhone(page);
	await page.waitForSelector('input[type=file][multiple]', { state: 'attached' });
	await page.setInputFiles('input[type=file]', await aPhoto());
	await expect(page.locator('#photos li img')).toHaveCount(1);
	await inEveryLook(page, phoneStops);
	for (const as of ['over', 'used'] as const) {
		await agePhotoTicket(ticket, as);
		await inEveryLook(page, phoneStops.slice(0, 1));
	}
});

test('the resident’s pages of an answered case in every look', async ({ page }) => {
	test.setTimeout(240_000);
	await becomeAnswered(page);
	await inEveryLook(page, answeredStops);
});

test('the resident’s pages of a case that needs more information in every look', async ({ page }) => {
	test.setTimeout(180_000);
	await becomeAsked(page);
	await inEveryLook(page, askedStops);
});

test('the resident’s pages of a long-running matter, and the public list, in every look', async ({ page }) => {
	test.setTimeout(180_000);
	await becomeListed(page);
	await inEveryLook(page, listedStops);
});

for (const username of staffVisitors) {
	test(`the back office in every look: ${username}`, async ({ browser }) => {
		test.setTimeout(300_000);
		await inEveryLook(await staffPage(browser, username), staffStops(preparedCases())(username));
	});
}
