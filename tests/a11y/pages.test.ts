import { globSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type axe from 'axe-core';
import { offered } from '../../src/lib/server/cases/queries/offered-acts.ts';
import { butColours, coloursAlone, everyRule, sizesAlone, violationsOf } from '../support/axe.ts';
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

type Look = { name: string; width: number; preferences: string; rules: axe.RunOptions };
/** The languages, each a page of its own: in the same colours, so that one of them is looked at for both. */
const english: Look = { name: '1280 px, English', width: 1280, preferences: 'locale=en', rules: butColours };
const narrow: Look = { name: '320 px, Chinese', width: 320, preferences: 'locale=zh-CN', rules: everyRule };
/** Other colours and sizes, put upon the page that is open: each for what it can break. */
const shades: readonly {
	name: string;
	width: number;
	set: [attribute: string, value: string];
	rules: axe.RunOptions;
}[] = [
	{ name: 'dark', width: 1280, set: ['data-theme', 'dark'], rules: coloursAlone },
	{ name: 'large type', width: 390, set: ['data-size', 'elder'], rules: sizesAlone },
	{ name: 'high contrast', width: 390, set: ['data-contrast', 'high'], rules: coloursAlone }
];

async function look(page: Page, { width, preferences }: Look): Promise<void> {
	await page.setViewportSize({ width, height: 900 });
	// colours change at once
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.context().addCookies([{ name: 'preferences', value: preferences, url: process.env.BASE_URL ?? '' }]);
}

/** axe finds nothing, with nothing excluded; and no sideways scroll. */
async function expectNoViolations(page: Page, where: string, rules: axe.RunOptions): Promise<void> {
	expect(await violationsOf(page, rules), where).toEqual([]);
	const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth] as const);
	expect(scroll, `${where} scrolls sideways`).toBeLessThanOrEqual(inner);
}

/** The page that is open, as it is and, where it is looked at in Chinese, in every other colour and size. */
async function expectAccessible(page: Page, where: string, one: Look, inShades = one === narrow): Promise<void> {
	await expectNoViolations(page, `${where}, ${one.name}`, one.rules);
	for (const { name, width, set, rules } of inShades ? shades : []) {
		await page.setViewportSize({ width, height: 900 });
		await page.evaluate(([attribute, value]) => document.documentElement.setAttribute(attribute, value), set);
		await expectNoViolations(page, `${where}, ${name}`, rules);
		await page.evaluate(([attribute]) => document.documentElement.removeAttribute(attribute), set);
	}
	if (inShades) await page.setViewportSize({ width: one.width, height: 900 });
}

/** Each stop in one language. */
async function visit(page: Page, stops: readonly Stop[], one: Look): Promise<void> {
	await look(page, one);
	const seen = new Set<string>();
	for (const { route, path } of stops) {
		await page.goto(path);
		// what was asked for, not a door to it
		expect(new URL(page.url()).pathname).toBe(new URL(path, page.url()).pathname);
		// forms of acts share a page and its colours, and so do the views of a list: the first of them stands for all
		const kind = route.endsWith('/[act]') ? route : (path.split('?')[0] ?? '');
		await expectAccessible(page, path, one, one === narrow && !seen.has(kind));
		seen.add(kind);
	}
}

/** The page as it is until its scripts have come. With `javaScriptEnabled: false` axe could not run either. */
async function withoutScripts(page: Page): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Network.enable');
	await devtools.send('Network.setBlockedURLs', { urls: ['*/_app/*.js'] });
}

async function inEveryLook(page: Page, stops: readonly Stop[]): Promise<void> {
	for (const one of [english, narrow]) await visit(page, stops, one);
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

for (const one of [english, narrow]) {
	test(`public pages, filing with and without errors, receipt: ${one.name}`, async ({ page }) => {
		test.setTimeout(180_000);
		await visit(page, openStops, one);
		await page.goto('/submit/what');
		await page.click('main form[action*="next"] button.wide');
		await expect(page.locator('[role=alert]')).toBeVisible();
		await expectAccessible(page, '/submit/what with errors', one);
		await beginDraft(page);
		await page.goto('/submit/contact');
		await page.fill('#phone', '12');
		await page.click('main button.wide');
		await expect(page.locator('[role=alert]')).toBeVisible();
		await expectAccessible(page, '/submit/contact with errors', one);
		await visit(page, filingStops, one);
		await page.click('main button.wide');
		await page.waitForURL('**/receipt');
		await visit(page, [receiptStop], one);
	});
}

test('the pages for photos from a phone in every look', async ({ page }) => {
	test.setTimeout(120_000);
	await page.goto('/photos');
	await page.fill('#code', '12');
	await page.click('main button.wide');
	await expect(page.locator('[role=alert]')).toBeVisible();
	await look(page, narrow);
	await expectAccessible(page, '/photos with an error', narrow);
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
	for (const one of [english, narrow]) {
		test(`the back office: ${username}, ${one.name}`, async ({ browser }) => {
			test.setTimeout(180_000);
			const page = await staffPage(browser, username);
			if (one === english) await withoutScripts(page);
			await visit(page, staffStops(preparedCases())(username), one);
		});
	}
}
