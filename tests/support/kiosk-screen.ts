import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { readConfig } from '../../src/lib/server/config.ts';
import { connect } from '../../src/lib/server/db/connect.ts';
import { kioskDevices, kiosks } from '../../src/lib/server/db/schema/kiosks.ts';
import { makePairingCode } from '../../src/lib/server/kiosks/make-pairing-code.ts';
import { violationsOf } from './axe.ts';

/** How a kiosk stands: upright under a finger, and lying with a mouse. */
export const shapes = [
	{ name: 'upright', use: { viewport: { width: 1080, height: 1920 }, hasTouch: true } },
	{ name: 'lying', use: { viewport: { width: 1920, height: 1080 }, hasTouch: false } }
] as const;

type Settings = Partial<Omit<typeof kiosks.$inferInsert, 'id' | 'name'>>;
export type PairedKiosk = { id: number; name: string };

/** Each browser test pairs a kiosk of its own, or a second pairing would retire the first one's machine. */
export async function pairKiosk(page: Page, name: string, settings: Settings = {}): Promise<PairedKiosk> {
	const { id, code } = await newKiosk(name, settings);
	await page.goto('/kiosk');
	await page.waitForSelector('[data-screen=pair]');
	await pressPairingCode(page, code);
	await onScreen(page, 'home');
	return { id, name };
}

export async function pressPairingCode(page: Page, code: string): Promise<void> {
	for (const sign of code) await page.click(`.keys button:text-is("${sign}")`);
	await page.click('.keys button.main');
}

/** A kiosk like the demo's first one but for `settings`, with a code to pair a machine with. */
export function newKiosk(name: string, settings: Settings = {}): Promise<{ id: number; code: string }> {
	const { secrets, numberPrefix } = readConfig(process.env);
	return withDatabase(async (db) => {
		const [model] = await db.select().from(kiosks).orderBy(kiosks.id).limit(1);
		if (!model) throw new Error('the demo has no kiosk');
		const { id: _, ...likeIt } = model;
		const [made] = await db
			.insert(kiosks)
			.values({ ...likeIt, ...settings, name })
			.returning({ id: kiosks.id });
		const id = made?.id ?? 0;
		const actor = { kind: 'system', job: 'test' } as const;
		const context = { db, actor, now: new Date(), secrets, numberPrefix, filesDir: '', announce: () => {} };
		return { id, code: (await makePairingCode(context, id)).code };
	});
}

/** Ends the machines of a kiosk, as an administrator does. */
export function retireMachines({ id }: PairedKiosk): Promise<unknown> {
	return withDatabase((db) => db.update(kioskDevices).set({ state: 'retired' }).where(eq(kioskDevices.kioskId, id)));
}

export async function withDatabase<Result>(
	work: (db: ReturnType<typeof connect>['db']) => Promise<Result>
): Promise<Result> {
	const { db, close } = connect(process.env.DATABASE_URL ?? '', { max: 1 });
	try {
		return await work(db);
	} finally {
		await close();
	}
}

export const onScreen = (page: Page, screen: string, options = {}) =>
	page.waitForSelector(`[data-screen=${screen}]`, options);
/** With a finger where the screen has touch. */
export async function touch(page: Page, selector: string): Promise<void> {
	await touchIt(page, page.locator(selector).first());
}
export const tap = (page: Page, name: string | RegExp) => touchIt(page, page.getByRole('button', { name }).first());
async function touchIt(page: Page, button: Locator): Promise<void> {
	if (await hasTouch(page)) await button.tap();
	else await button.click();
}
/** Asked once for a page: later it may be between two loads. */
const touchOf = new WeakMap<Page, boolean>();
async function hasTouch(page: Page): Promise<boolean> {
	const known = touchOf.get(page) ?? (await page.evaluate(() => navigator.maxTouchPoints > 0));
	touchOf.set(page, known);
	return known;
}
/** Until another tap at the same spot is no tremor any more. */
export const steadily = (page: Page) => page.waitForTimeout(450);
export async function press(page: Page, digits: string): Promise<void> {
	for (const digit of digits) await page.click(`.digits button:text-is("${digit}")`);
}

export async function type(page: Page, letters: string): Promise<void> {
	for (const letter of letters) await page.click(`.letters button:text-is("${letter}")`);
}
/**
 * Writes a sign on the pad, stroke by stroke: the medians of hanzi-writer-data, scaled to the pad and shaken a little (the
 * same way each time).
 */
export async function writeSign(page: Page, sign: string): Promise<void> {
	const box = await page.locator('canvas').boundingBox();
	const path = new URL(`../../node_modules/hanzi-writer-data/${sign}.json`, import.meta.url);
	const { medians }: { medians: [number, number][][] } = JSON.parse(readFileSync(path, 'utf8'));
	if (!box) throw new Error('no pad to write on');
	const side = Math.min(box.width, box.height) * 0.8;
	const [left, top] = [box.x + (box.width - side) / 2, box.y + (box.height - side) / 2];
	let shake = 7;
	const jitter = () => ((shake = (shake * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * side * 0.03;
	const pen = await penOf(page);
	for (const median of medians) {
		const dots = median.map(([x, y]) => ({
			x: left + (x / 1024) * side + jitter(),
			y: top + ((900 - y) / 1024) * side + jitter()
		}));
		await pen(dots);
	}
}
type Dot = { x: number; y: number };
/** Draws a line through dots, by finger or mouse. */
async function penOf(page: Page): Promise<(dots: readonly Dot[]) => Promise<void>> {
	if (!(await hasTouch(page)))
		return async ([first, ...rest]) => {
			if (!first) return;
			await page.mouse.move(first.x, first.y);
			await page.mouse.down();
			for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 3 });
			await page.mouse.up();
		};
	const devtools = await page.context().newCDPSession(page);
	const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Dot[]) =>
		devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
	return async ([first, ...rest]) => {
		if (!first) return;
		await send('touchStart', [first]);
		for (const dot of rest) await send('touchMove', [dot]);
		await send('touchEnd', []);
	};
}
/** The cable is pulled; the shell starts from what it kept. */
export async function goOffline(page: Page): Promise<void> {
	await page.evaluate(async () => navigator.serviceWorker.ready);
	await page.context().setOffline(true);
	await page.reload();
	await onScreen(page, 'home');
	await page.waitForSelector('.down');
}

/** Five taps in the upper left corner, for the service menu. */
export async function tapCorner(page: Page): Promise<void> {
	for (let times = 0; times < 5; times++) await page.mouse.click(30, 30);
	await onScreen(page, 'service');
}

/** A tile, one of its phrases, and on to the check page. */
export async function sayPhrase(page: Page, { tile = 1, phrase = 1 } = {}): Promise<void> {
	await touch(page, `.tiles button:nth-child(${tile})`);
	await tap(page, '常用语');
	await touch(page, `.chips button:nth-child(${phrase})`);
	await tap(page, '就交这些');
	await onScreen(page, 'check');
}

export type Slip = { number: string; code: string };

/** Number and code as the receipt on screen shows them. */
export async function slipOf(page: Page): Promise<Slip> {
	await onScreen(page, 'done');
	const [number = '', code = ''] = await page.locator('.receipt .number').allTextContents();
	return { number: number.trim(), code: code.replace(/\D/g, '') };
}

/** Looks a case up by the digits of its receipt; `toRate` = by the other way from home. */
export async function lookUp(page: Page, { number, code }: Slip, { toRate = false } = {}): Promise<void> {
	await tap(page, toRate ? '给办理打分' : '查办到哪了');
	await press(page, number.replace(/\D/g, ''));
	await tap(page, '下一步');
	await press(page, code);
	await tap(page, /^查$/);
}

/** 好了，结束. */
export async function endVisit(page: Page): Promise<void> {
	// it may stand where the last tap fell
	await steadily(page);
	await tap(page, '好了，结束');
	await onScreen(page, 'home');
}

/** The screen that stands fits, and axe finds nothing on it. */
export async function expectGoodScreen(page: Page): Promise<void> {
	await expectItFits(page);
	expect(await violationsOf(page)).toEqual([]);
}

/** The same with 字再大些. */
export async function expectGoodInLarge(page: Page): Promise<void> {
	await expectGoodScreen(page);
	await tap(page, '字再大些');
	await expectItFits(page);
	await tap(page, '字小一些');
}

/**
 * Nothing scrolls, hangs out or lies over another thing; targets ≥ 96 px, text ≥ 32 px, no control in the upper 30 %
 * (ui/rules 2.1).
 */
export async function expectItFits(page: Page): Promise<void> {
	const faults = await page.evaluate(() => {
		const found: string[] = [];
		const { scrollWidth, scrollHeight } = document.documentElement;
		if (scrollHeight > innerHeight || scrollWidth > innerWidth) found.push(`scrolls ${scrollWidth}×${scrollHeight}`);
		for (const element of document.querySelectorAll('.kiosk *')) {
			const { width, height, top, bottom, right } = element.getBoundingClientRect();
			const style = getComputedStyle(element);
			if (width === 0 || height === 0 || style.clipPath !== 'none') continue;
			const name = `${element.tagName} ${element.textContent.trim().slice(0, 16)}`;
			// a pressed button sinks by 2 px
			if (bottom > innerHeight + 3 || right > innerWidth + 1) found.push(`out of the screen: ${name}`);
			if (element.tagName === 'BUTTON') {
				if (width < 95.5 || height < 95.5) found.push(`small: ${name} ${width}×${height}`);
				if (top < innerHeight * 0.3 - 1) found.push(`too high: ${name} ${top}`);
				if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
					found.push(`cut off: ${name}`);
			}
			if (element.matches('.quote .frame') && height < parseFloat(style.fontSize) * 1.3)
				found.push(`no line of it fits: ${name}`);
			const hasText = [...element.childNodes].some(
				({ nodeType, textContent }) => nodeType === 3 && textContent?.trim()
			);
			if (!hasText) continue;
			if (parseFloat(style.fontSize) < 31.9) found.push(`small text: ${name} ${style.fontSize}`);
			if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 2 && element.tagName !== 'P')
				found.push(`wider than its place: ${name}`);
			const frame = element.parentElement?.closest('button, .receipt, .sheet, .quote, .body, .sky, .above, .urgent');
			const around = frame?.getBoundingClientRect();
			if (around && (right > around.right + 2 || bottom > around.bottom + 2)) found.push(`out of its frame: ${name}`);
		}
		const buttons = [...document.querySelectorAll('.kiosk button')].map((button) => ({
			name: button.textContent.trim().slice(0, 16),
			rect: button.getBoundingClientRect()
		}));
		buttons.forEach((one, at) => {
			for (const { name, rect } of buttons.slice(at + 1)) {
				const across = Math.min(one.rect.right, rect.right) - Math.max(one.rect.left, rect.left);
				const down = Math.min(one.rect.bottom, rect.bottom) - Math.max(one.rect.top, rect.top);
				if (across > 1 && down > 1) found.push(`one lies over the other: ${one.name} and ${name}`);
			}
		});
		return found;
	});
	expect(faults).toEqual([]);
}
