import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { showCode } from '../../src/lib/domain/access-code.ts';
import { openKioskBrowser } from '../support/kiosk-browser.ts';
import { newKiosk, onScreen, pairKiosk, press, pressPairingCode, steadily, tap } from '../support/kiosk-screen.ts';
import { readRemains } from '../support/kiosk-storage.ts';
import { searchFolder, searchText } from '../support/search-profile.ts';

/* What somebody says at a kiosk is found nowhere once they have gone (issue 3, domain E6, trust C10, ASVS 14.3.3). */

const phone = '13907986421';
const marker = '48213907';
/** As Chromium's recorder writes it into every file of sound. */
const sound = ['A_OPUS', 'OpusHead'];

/** What the page did that leaves no other trace: addresses of blobs that are open, slips that went to the printer. */
declare global {
	interface Window {
		traces: { blobs: Set<string>; printed: number };
	}
}

/** Runs before the page's own scripts. */
function watchTraces(): void {
	const traces = { blobs: new Set<string>(), printed: 0 };
	window.traces = traces;
	const [create, revoke] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
	URL.createObjectURL = (given) => {
		const address = create(given);
		traces.blobs.add(address);
		return address;
	};
	URL.revokeObjectURL = (address) => {
		traces.blobs.delete(address);
		revoke(address);
	};
	window.print = () => {
		traces.printed += document.querySelectorAll('.print-slip').length;
	};
}

/** From the tiles: some words, a marker of digits, a recording that is played, a place, and a phone number. */
async function sayEverything(page: Page): Promise<{ text: string; place: string }> {
	await page.locator('.tiles button').first().click();
	await page.click('.modes button:has-text("拼音")');
	for (const letter of 'ludengbuliang') await page.click(`.letters button:text-is("${letter}")`);
	await page.locator('.candidates button', { hasText: '路灯不亮' }).first().click();
	await page.click('.letters button:has-text("数字")');
	for (const digit of marker) await page.click(`.letters button:text-is("${digit}")`);
	await page.click('.modes button:has-text("常用语")');
	await page.locator('.chips button').first().click();
	const text = (await page.locator('.sheet p').innerText()).trim();
	expect(text).toContain(marker);
	await page.keyboard.press('Control+A');
	await page.keyboard.press('Control+C');
	await page.click('.modes button:has-text("说话")');
	await tap(page, '开始说');
	await expect(page.locator('.speaking')).toContainText(/[1-9] 秒/);
	await tap(page, /^没有危险，说完了/);
	await onScreen(page, 'check');
	await tap(page, '改一改');
	await page.locator('.speaking .two button').first().click();
	await expect.poll(() => page.evaluate(() => window.traces.blobs.size)).toBe(1);
	await tap(page, '写好了');
	await onScreen(page, 'place');
	const place = await page.locator('.chips button').nth(4).innerText();
	await page.locator('.chips button').nth(4).click();
	await tap(page, '留电话，但要保密');
	await press(page, phone);
	return { text, place };
}

/** Nothing of it is in what a script of the page can reach, in its memory, or a step away in its history. */
async function expectNothing(page: Page, planted: readonly string[], place: string): Promise<void> {
	await onScreen(page, 'home');
	const look = async () => searchText(await readRemains(page), [...planted, ...sound]);
	expect(await look()).toEqual([]);
	// the place is one of the kiosk's own, and nobody has chosen it any more
	await expect(page.locator('body')).not.toContainText(place);
	expect(await page.evaluate(() => window.traces.blobs.size)).toBe(0);
	expect(await page.evaluate(() => document.querySelectorAll('.print-slip, input, textarea').length)).toBe(0);
	expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
	expect(searchText(await page.evaluate(() => navigator.clipboard.readText()), planted)).toEqual([]);
	expect(searchText(await readHeap(page), planted)).toEqual([]);
	await page.goBack();
	await page.goForward();
	await onScreen(page, 'home');
	expect(await look()).toEqual([]);
}

/** A moment of sound, as the kiosk records it. */
function recordedHere(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
		const recorder = new MediaRecorder(stream, { mimeType: 'audio/webm;codecs=opus' });
		const piece = new Promise<Blob>((resolve) => (recorder.ondataavailable = ({ data }) => resolve(data)));
		recorder.start(100);
		const bytes = await (await piece).arrayBuffer();
		for (const track of stream.getTracks()) track.stop();
		return new TextDecoder('latin1').decode(bytes);
	});
}

/** Every string that the page's memory holds. */
async function readHeap(page: Page): Promise<string> {
	const session = await page.context().newCDPSession(page);
	const chunks: string[] = [];
	session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
	await session.send('HeapProfiler.collectGarbage');
	await session.send('HeapProfiler.takeHeapSnapshot', {});
	await session.detach();
	return chunks.join('');
}

test.describe('a kiosk forgets', () => {
	test.use({
		viewport: { width: 1080, height: 1920 },
		hasTouch: true,
		permissions: ['clipboard-read', 'clipboard-write', 'microphone']
	});
	test.setTimeout(120_000);

	test.beforeEach(async ({ page }) => {
		await page.addInitScript(watchTraces);
		await page.clock.install();
	});

	test('what was handed in, after the receipt has cleared itself', async ({ page }) => {
		await pairKiosk(page, '忘记的一体机', { printer: 'browser-80' });
		await page.evaluate(() => navigator.clipboard.writeText('—'));
		const steps = await page.evaluate(() => history.length);
		const { text, place } = await sayEverything(page);
		expect(searchText(await recordedHere(page), sound)).not.toEqual([]);
		// these searches find what is there
		expect(searchText(await readRemains(page), [phone.slice(-4)])).not.toEqual([]);
		expect(searchText(await readHeap(page), [marker])).not.toEqual([]);
		await tap(page, /^交$/);
		await onScreen(page, 'done');
		const [, shown = ''] = await page.locator('.receipt .number').allTextContents();
		const code = shown.replace(/\D/g, '');
		const said = [text, marker, phone, phone.slice(-8)];
		await expect.poll(() => page.evaluate(() => window.traces.printed)).toBe(1);
		// the matter itself is gone while the receipt still stands
		expect(searchText(await readRemains(page), [...said, ...sound])).toEqual([]);
		expect(await page.evaluate(() => window.traces.blobs.size)).toBe(0);
		await page.clock.runFor(31_000);
		await expectNothing(page, [...said, code, showCode(code)], place);
		expect(await page.evaluate(() => history.length)).toBe(steps);
	});

	test('what was not handed in, after 清掉', async ({ page }) => {
		await pairKiosk(page, '记得清掉的一体机');
		await page.evaluate(() => navigator.clipboard.writeText('—'));
		const steps = await page.evaluate(() => history.length);
		const { text, place } = await sayEverything(page);
		for (const screen of ['check', 'say']) {
			await tap(page, '返回');
			await onScreen(page, screen);
			await steadily(page);
		}
		await tap(page, '返回');
		await tap(page, '清掉，回首页');
		await expectNothing(page, [text, marker, phone], place);
		expect(await page.evaluate(() => history.length)).toBe(steps);
	});

	test('what somebody was writing when the power failed', async ({ baseURL }) => {
		const profile = mkdtempSync(path.join(os.tmpdir(), 'huiyin-kiosk-'));
		const name = '断电的一体机';
		const { code } = await newKiosk(name);
		const open = async () => {
			const browser = await openKioskBrowser({ executable: process.env.WHOLE_BROWSER ?? '', profile });
			await browser.page.context().grantPermissions(['clipboard-read', 'clipboard-write', 'microphone']);
			await browser.page.addInitScript(watchTraces);
			await browser.page.goto(`${baseURL}/kiosk`);
			return browser;
		};
		let browser = await open();
		try {
			await onScreen(browser.page, 'pair');
			await pressPairingCode(browser.page, code);
			await onScreen(browser.page, 'home');
			const { text, place } = await sayEverything(browser.page);
			await browser.kill();
			const planted = [text, marker, phone];
			expect(searchFolder(profile, [...planted, ...sound]).hits).toEqual([]);
			expect(searchFolder(profile, [name]).hits).not.toEqual([]);
			browser = await open();
			await expectNothing(browser.page, planted, place);
			await browser.close();
			expect(searchFolder(profile, [...planted, ...sound]).hits).toEqual([]);
		} finally {
			await browser.kill();
			rmSync(profile, { recursive: true, force: true });
		}
	});
});
