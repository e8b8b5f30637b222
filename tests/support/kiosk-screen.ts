import { expect, type Page } from '@playwright/test';
import { readConfig } from '../../src/lib/server/config.ts';
import { connect } from '../../src/lib/server/db/connect.ts';
import { kiosks } from '../../src/lib/server/db/schema/kiosks.ts';
import { makePairingCode } from '../../src/lib/server/kiosks/make-pairing-code.ts';

/** Each browser test pairs a kiosk of its own, or a second pairing would retire the first one's machine. */
export async function pairKiosk(page: Page, name: string): Promise<void> {
	const { code } = await newKiosk(name);
	await page.goto('/kiosk');
	await page.waitForSelector('[data-screen=pair]');
	for (const sign of code) await page.click(`.keys button:text-is("${sign}")`);
	await page.click('.keys button.main');
	await onScreen(page, 'home');
}

async function newKiosk(name: string): Promise<{ code: string }> {
	const { secrets, numberPrefix } = readConfig(process.env);
	const { db, close } = connect(process.env.DATABASE_URL ?? '', { max: 1 });
	try {
		const [model] = await db.select().from(kiosks).orderBy(kiosks.id).limit(1);
		if (!model) throw new Error('the demo has no kiosk');
		const { id: _, ...settings } = model;
		const [made] = await db
			.insert(kiosks)
			.values({ ...settings, name })
			.returning({ id: kiosks.id });
		const actor = { kind: 'system', job: 'test' } as const;
		const context = { db, actor, now: new Date(), secrets, numberPrefix, filesDir: '', announce: () => {} };
		return await makePairingCode(context, made?.id ?? 0);
	} finally {
		await close();
	}
}

export const onScreen = (page: Page, screen: string) => page.waitForSelector(`[data-screen=${screen}]`);
export const tap = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
export async function press(page: Page, digits: string): Promise<void> {
	for (const digit of digits) await page.click(`.digits button:text-is("${digit}")`);
}

/** Nothing scrolls or hangs out; targets ≥ 96 px, text ≥ 32 px, no control in the upper 30 % (ui/rules 2.1). */
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
			if (hasText && parseFloat(style.fontSize) < 31.9) found.push(`small text: ${name} ${style.fontSize}`);
		}
		return found;
	});
	expect(faults).toEqual([]);
}
