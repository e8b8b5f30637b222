import type { Page } from '@playwright/test';
import jsQR from 'jsqr';
import sharp from 'sharp';
import { findDangers } from '../../src/lib/domain/danger.ts';
import { steadily } from '../support/kiosk-screen.ts';

/** What somebody at the kiosk says and leaves; nobody says the same twice. */
export type Matter = { ordinal: number; way: 'phrases' | 'keys'; marker: string; phone: string };
/** What the receipt on the screen said. */
export type Printed = { number: string; code: string; due: string; linkToken: string };

const tiles = 8;
const phrases = 5;
/** As typed, and the candidate that is picked. The last one is a danger. */
const spellings = [
	['ludengbuliang', '路灯不亮'],
	['lajimeiqing', '垃圾'],
	['louqi', '漏气']
] as const;

/** Waits for the tiles. */
export async function atHome(page: Page): Promise<void> {
	await page.waitForSelector('[data-screen=home] .tiles button', { timeout: 30_000 });
}

/** From the tiles to the screen before the last press. Returns the text as the screen showed it. */
export async function write(page: Page, matter: Matter): Promise<string> {
	const { ordinal, way, phone } = matter;
	await page
		.locator('.tiles button')
		.nth(ordinal % tiles)
		.click();
	await steadily(page);
	const text = way === 'phrases' ? await pickPhrases(page, ordinal) : await type(page, matter);
	await page.click('.foot button:text-is("就交这些")');
	await steadily(page);
	if (findDangers(text).length > 0) await page.click('[data-screen=danger] .grave');
	await page.waitForSelector('[data-screen=check]');
	await steadily(page);
	if (!phone) return text;
	await page.click('[data-screen=check] .options button >> nth=1');
	await steadily(page);
	await press(page, phone);
	return text;
}

/** The last press: from now on it is the kiosk's. */
export async function send(page: Page, { phone }: Matter): Promise<void> {
	await page.click(phone ? '[data-screen=phone] .foot .main' : '[data-screen=check] .options .main');
}

/** Reads the receipt that stands. */
export async function readReceipt(page: Page): Promise<Printed> {
	await page.waitForSelector('[data-screen=done] .receipt', { timeout: 15_000 });
	const [number = '', code = ''] = await page.locator('.receipt .number').allTextContents();
	const due = await page.locator('.receipt .due b').innerText();
	const picture = sharp(await page.locator('.receipt svg').first().screenshot()).ensureAlpha();
	const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
	const linkToken = jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data.split('#')[1] ?? '';
	return { number: number.trim(), code: code.replace(/\D/g, ''), due, linkToken };
}

/** 好了，结束: the next one finds the tiles. */
export async function finish(page: Page): Promise<void> {
	await steadily(page);
	const anew = page.waitForEvent('domcontentloaded');
	await page.click('[data-screen=done] .acts .warm');
	await anew;
	await atHome(page);
}

/** Two phrases, another pair for everybody. */
async function pickPhrases(page: Page, ordinal: number): Promise<string> {
	await page.click('.modes button:has-text("常用语")');
	const nth = Math.floor(ordinal / tiles);
	const chips = page.locator('.chips button');
	for (const at of [nth % phrases, Math.floor(nth / phrases) % phrases]) await chips.nth(at).click();
	return textOnScreen(page);
}

async function type(page: Page, { ordinal, marker }: Matter): Promise<string> {
	await page.click('.modes button:has-text("拼音")');
	const [letters, words] = spellings[ordinal % spellings.length] ?? spellings[0];
	for (const letter of letters) await page.click(`.letters button:text-is("${letter}")`);
	await page.locator('.candidates button', { hasText: words }).first().click();
	await page.click('.letters button:has-text("数字")');
	for (const digit of marker) await page.click(`.letters button:text-is("${digit}")`);
	return textOnScreen(page);
}

async function textOnScreen(page: Page): Promise<string> {
	return (await page.locator('.sheet p').innerText()).trim();
}

async function press(page: Page, digits: string): Promise<void> {
	for (const digit of digits) await page.click(`.digits button:text-is("${digit}")`);
}
