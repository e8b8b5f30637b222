import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { readConfig } from '../../src/lib/server/config.ts';
import { connect } from '../../src/lib/server/db/connect.ts';
import { kioskDevices, kiosks } from '../../src/lib/server/db/schema/kiosks.ts';
import { makePairingCode } from '../../src/lib/server/kiosks/make-pairing-code.ts';

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

export async function withDatabase<Result>(work: (db: ReturnType<typeof connect>['db']) => Promise<Result>): Promise<Result> {
	const { db, close } = connect(process.env.DATABASE_URL ?? '', { max: 1 });
	try {
		return await work(db);
	} finally {
		await close();
	}
}

export const onScreen = (page: Page, screen: string) => page.waitForSelector(`[data-screen=${screen}]`);
export const tap = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
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
	for (const median of medians) {
		const [first, ...rest] = median.map(([x, y]) => ({
			x: left + (x / 1024) * side + jitter(),
			y: top + ((900 - y) / 1024) * side + jitter()
		}));
		if (!first) continue;
		await page.mouse.move(first.x, first.y);
		await page.mouse.down();
		for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 3 });
		await page.mouse.up();
	}
}
/** Five taps in the upper left corner, for the service menu. */
export async function tapCorner(page: Page): Promise<void> {
	for (let times = 0; times < 5; times++) await page.mouse.click(30, 30);
	await onScreen(page, 'service');
}

/** Number and code as the receipt on screen shows them. */
export async function slipOf(page: Page): Promise<{ number: string; code: string }> {
	await onScreen(page, 'done');
	const [number = '', code = ''] = await page.locator('.receipt .number').allTextContents();
	return { number: number.trim(), code: code.replace(/\D/g, '') };
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
			if (bottom > innerHeight + 1 || right > innerWidth + 1) found.push(`out of the screen: ${name}`);
			if (element.tagName === 'BUTTON') {
				if (width < 95.5 || height < 95.5) found.push(`small: ${name} ${width}×${height}`);
				if (top < innerHeight * 0.3 - 1) found.push(`too high: ${name} ${top}`);
				if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
					found.push(`cut off: ${name}`);
			}
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
