import { mkdirSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { fileCase } from '../support/browser.ts';
import { carryToAnswer } from '../support/office.ts';
import {
	expectItFits,
	goOffline,
	newKiosk,
	onScreen,
	pairKiosk,
	press,
	pressPairingCode,
	retireMachines,
	slipOf,
	tap,
	tapCorner,
	type,
	writeSign
} from '../support/kiosk-screen.ts';

/* Pictures of every screen of the kiosk in its shapes and looks, each measured: `npm run screens` writes them to screens/kiosk/. */
const folder = 'screens/kiosk';
const upright = { width: 1080, height: 1920 };
const lying = { width: 1920, height: 1080 };
type Look = { viewport: typeof upright; isLarge?: boolean; isContrast?: boolean; isLow?: boolean };
const looks: Record<string, Look> = {
	upright: { viewport: upright },
	large: { viewport: upright, isLarge: true },
	contrast: { viewport: upright, isContrast: true },
	low: { viewport: upright, isLow: true },
	lying: { viewport: lying },
	'lying-large': { viewport: lying, isLarge: true },
	'lying-low': { viewport: lying, isLow: true }
};
const plain: Look = { viewport: upright };

test.use({ viewport: upright, hasTouch: true });
test.beforeAll(() => {
	mkdirSync(folder, { recursive: true });
});
test.beforeEach(async ({ page }) => {
	test.setTimeout(240_000);
	// the help bar is fullest where the machine has a voice
	await page.addInitScript(() => {
		const voices = ['zh-CN', 'en'].map((lang) => ({ lang, localService: true }));
		Object.assign(speechSynthesis, { getVoices: () => voices });
	});
});

/** The looks that a hand gives by the help bar, and a cover without one keeps. */
async function dress(page: Page, { viewport, isLarge = false, isContrast = false, isLow = false }: Look): Promise<void> {
	await page.setViewportSize(viewport);
	for (const [at, isOn] of [
		[-3, isLarge],
		[-2, isContrast]
	] as const) {
		const button = page.locator('.help button').nth(at);
		if ((await button.count()) && (await button.getAttribute('aria-pressed')) !== String(isOn)) await button.click();
	}
	await page.evaluate(
		(look) => {
			const { dataset } = document.querySelector<HTMLElement>('.kiosk') ?? document.body;
			document.documentElement.dataset.contrast = look.isContrast ? 'high' : 'normal';
			for (const [name, isOn] of [
				['large', look.isLarge],
				['low', look.isLow]
			] as const)
				if (isOn) dataset[name] = 'true';
				else delete dataset[name];
		},
		{ isLarge, isContrast, isLow }
	);
}

async function shoot(page: Page, name: string): Promise<void> {
	for (const [suffix, look] of Object.entries(looks)) {
		await dress(page, look);
		await page.screenshot({ path: `${folder}/${name}-${suffix}.png` });
		const faults = await expectItFits(page).then(() => '', (fault: Error) => fault.message);
		expect.soft(faults, `${name} ${suffix}`).toBe('');
	}
	await dress(page, plain);
}

/** The first tile, and one of its phrases. */
async function pickPhrase(page: Page): Promise<void> {
	await page.locator('.tiles button').first().click();
	await tap(page, '常用语');
	await page.locator('.chips button').nth(1).click();
}

async function handIn(page: Page): Promise<void> {
	await tap(page, '就交这些');
	await onScreen(page, 'check');
	await tap(page, '不留电话，直接交');
	await onScreen(page, 'done');
}

test('before the home screen', async ({ page }) => {
	const kiosk = await newKiosk('画面：配对');
	await page.goto('/kiosk');
	await onScreen(page, 'pair');
	await shoot(page, 'pair');
	await page.route('**/kiosk/api/beat', () => {});
	await pressPairingCode(page, kiosk.code);
	await onScreen(page, 'starting');
	await shoot(page, 'starting');
	await page.unroute('**/kiosk/api/beat');
	await page.reload();
	await onScreen(page, 'home');
	await retireMachines({ id: kiosk.id, name: '' });
	await page.reload();
	await onScreen(page, 'closed');
	await shoot(page, 'closed');
	await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
	await page.reload();
	await onScreen(page, 'insecure');
	await shoot(page, 'insecure');
});

test('nobody touches it', async ({ page }) => {
	await pairKiosk(page, '画面：首页', { idleSeconds: { home: 2, choice: 60, typing: 3, result: 45, receipt: 30, assisted: 180 } });
	await onScreen(page, 'poster');
	await shoot(page, 'poster');
	await tap(page, '点一下屏幕');
	await pickPhrase(page);
	await onScreen(page, 'idle');
	await shoot(page, 'idle');
});

test('home and its neighbours', async ({ page }) => {
	await pairKiosk(page, '画面：邻居');
	await shoot(page, 'home');
	await tap(page, '接待安排');
	await shoot(page, 'hours');
	await tap(page, '返回');
	await tap(page, '叫人帮忙');
	await shoot(page, 'bell');
	await tap(page, '工作人员：代填');
	await onScreen(page, 'assist');
	await shoot(page, 'assist');
	await tap(page, '陈小梅');
	await press(page, '258036');
	await shoot(page, 'assist-pin');
	await tap(page, '打开代填');
	await onScreen(page, 'home');
	await shoot(page, 'home-assist');
	await pickPhrase(page);
	await tap(page, '就交这些');
	await shoot(page, 'check-assist');
	await goHome(page);
	await tapCorner(page);
	await press(page, '111111');
	await tap(page, /^维护$/);
	await expect(page.locator('[role=alert]')).toBeVisible();
	await press(page, '147258');
	await shoot(page, 'service-pin');
	await tap(page, /^维护$/);
	await expect(page.locator('.chips')).toBeVisible();
	await shoot(page, 'service');
	await tap(page, '离开');
	await onScreen(page, 'home');
	await goOffline(page);
	await shoot(page, 'home-offline');
	await tap(page, '叫人帮忙');
	await expect(page.locator('[role=status]')).toContainText('网络不通');
	await shoot(page, 'bell-offline');
});

async function goHome(page: Page): Promise<void> {
	await page.reload();
	await onScreen(page, 'home');
}

test('saying', async ({ page }) => {
	// seven looks of each screen take longer than anybody is left alone
	const patience = { home: 600, choice: 600, typing: 600, result: 600, receipt: 600, assisted: 600 };
	await pairKiosk(page, '画面：说', { idleSeconds: patience });
	await page.locator('.tiles button').first().click();
	await tap(page, '手写');
	await page.locator('canvas').hover();
	await shoot(page, 'say-write-empty');
	await writeSign(page, '路');
	await expect(page.locator('.candidates .sign').first()).toBeEnabled();
	await shoot(page, 'say-write');
	await tap(page, '数字');
	await shoot(page, 'say-write-digits');
	await tap(page, '说话');
	await shoot(page, 'say-speak');
	await tap(page, '开始说');
	await expect(page.locator('.speaking')).toContainText(/[3-9] 秒/);
	await shoot(page, 'say-recording');
	await tap(page, '没有危险，说完了');
	await onScreen(page, 'check');
	await shoot(page, 'check-recording');
	await tap(page, '改一改');
	await shoot(page, 'say-recorded');
	await tap(page, '拼音');
	await type(page, 'ludengbuliang');
	await shoot(page, 'say-keys');
	await tap(page, '数字');
	await shoot(page, 'say-keys-digits');
	await tap(page, '常用语');
	await page.locator('.chips button').nth(1).click();
	await shoot(page, 'say-phrases');
	for (let at = 0; at < 10; at++) await page.locator('.chips button').nth(at % 8).click();
	await shoot(page, 'say-long');
	await tap(page, '写好了');
	await onScreen(page, 'place');
	await shoot(page, 'place');
	await page.locator('.chips button').nth(1).click();
	await shoot(page, 'check-long');
	await tap(page, '返回');
	// at the same spot, a second tap counts only after a while
	await expect(async () => {
		await tap(page, '返回');
		await onScreen(page, 'leave', { timeout: 500 });
	}).toPass();
	await shoot(page, 'leave');
});

test('handing in', async ({ page }) => {
	await pairKiosk(page, '画面：交', { printer: 'browser-80' });
	await page.locator('.tiles button').first().click();
	await tap(page, '写好了');
	await shoot(page, 'say-nothing');
	await tap(page, '拼音');
	await type(page, 'zhaohuo');
	await tap(page, '着火');
	await tap(page, '写好了');
	await onScreen(page, 'danger');
	await shoot(page, 'danger');
	await tap(page, '没有危险');
	await onScreen(page, 'check');
	await shoot(page, 'check');
	const photos = page.getByRole('button', { name: '加照片' });
	if (await photos.count()) {
		await photos.click();
		await expect(page.locator('.code')).toBeVisible();
		await shoot(page, 'photos');
		await tap(page, '返回');
	}
	await tap(page, '留电话，但要保密');
	await press(page, '1380013');
	await tap(page, /^交$/);
	await expect(page.locator('[role=alert]')).toBeVisible();
	await shoot(page, 'phone-wrong');
	await press(page, '8000');
	await shoot(page, 'phone');
	await tap(page, /^交$/);
	await onScreen(page, 'done');
	await tap(page, '我还在抄');
	await shoot(page, 'done-printed');
});

test('handed in without a printer, and with the network down', async ({ page }) => {
	await pairKiosk(page, '画面：收');
	await pickPhrase(page);
	await handIn(page);
	await tap(page, '我还在抄');
	await shoot(page, 'done');
	await tap(page, '好了，结束');
	await onScreen(page, 'home');
	await goOffline(page);
	await tap(page, '查办到哪了');
	await shoot(page, 'number-offline');
	await tap(page, '返回');
	await onScreen(page, 'home');
	await page.locator('.tiles button').first().click();
	await tap(page, '拼音');
	await type(page, 'zhaohuo');
	await tap(page, '着火');
	await tap(page, '写好了');
	await shoot(page, 'danger-offline');
	await tap(page, /^有危险/);
	await onScreen(page, 'check');
	await shoot(page, 'check-danger');
	await tap(page, '不留电话，直接交');
	await onScreen(page, 'done');
	await tap(page, '我还在抄');
	await shoot(page, 'done-danger-offline');
	await tap(page, '好了，结束');
	await onScreen(page, 'home');
	await page.evaluate(
		() =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('huiyin-kiosk');
				opening.onsuccess = () => {
					const change = opening.result.transaction('numbers', 'readwrite');
					change.objectStore('numbers').clear();
					change.oncomplete = () => resolve();
				};
			})
	);
	await pickPhrase(page);
	await tap(page, '就交这些');
	await tap(page, '不留电话，直接交');
	await onScreen(page, 'cannot');
	await shoot(page, 'cannot');
});

test('looking up and rating', async ({ page, browser }) => {
	const other = await (await browser.newContext()).newPage();
	const filed = await fileCase(other);
	await carryToAnswer(filed.number);
	await pairKiosk(page, '画面：查');
	await pickPhrase(page);
	await handIn(page);
	const slip = await slipOf(page);
	await goHome(page);
	await tap(page, '查办到哪了');
	await shoot(page, 'number-empty');
	await press(page, slip.number.replace(/\D/g, ''));
	await shoot(page, 'number');
	await tap(page, '下一步');
	await press(page, slip.code.slice(0, 7));
	await shoot(page, 'code');
	await press(page, slip.code.slice(7));
	await tap(page, /^查$/);
	await onScreen(page, 'case');
	await shoot(page, 'case-waiting');
	await tap(page, '结束');
	await onScreen(page, 'home');
	await tap(page, '查办到哪了');
	await press(page, filed.number.replace(/\D/g, ''));
	await tap(page, '下一步');
	await press(page, filed.code);
	await tap(page, /^查$/);
	await onScreen(page, 'case');
	await shoot(page, 'case-answered');
	await tap(page, '去打分');
	await onScreen(page, 'solved');
	await shoot(page, 'solved');
	await tap(page, '没有解决');
	await shoot(page, 'stars');
	await tap(page, /^不满意/);
	await page.locator('.chips button').first().click();
	await shoot(page, 'reasons');
	await tap(page, /^交$/);
	await onScreen(page, 'rated');
	await shoot(page, 'rated');
});

test('in English', async ({ page }) => {
	await pairKiosk(page, '画面：英', { locale: 'en', printer: 'browser-58' });
	await shoot(page, 'en-home');
	await tap(page, 'Opening hours');
	await shoot(page, 'en-hours');
	await tap(page, 'Back');
	await page.locator('.tiles button').first().click();
	await tap(page, 'Speak');
	await shoot(page, 'en-say-speak');
	await tap(page, 'Touch to speak');
	await expect(page.locator('.speaking')).toContainText(/[3-9] s/);
	await shoot(page, 'en-say-recording');
	await tap(page, 'No danger, done');
	await tap(page, 'Change');
	await tap(page, 'Phrases');
	await shoot(page, 'en-say-phrases');
	await tap(page, 'Type');
	await type(page, 'lamp');
	await shoot(page, 'en-say-keys');
	await tap(page, 'Done');
	await onScreen(page, 'place');
	await shoot(page, 'en-place');
	await tap(page, 'Leave it out');
	await shoot(page, 'en-check');
	await tap(page, 'Leave a phone number');
	await shoot(page, 'en-phone');
	await tap(page, 'Back');
	await tap(page, 'No phone, hand in now');
	await onScreen(page, 'done');
	await shoot(page, 'en-done');
	const { number, code } = await slipOf(page);
	await tap(page, 'Finish');
	await onScreen(page, 'home');
	await tap(page, 'Where is my case?');
	await press(page, number.replace(/\D/g, ''));
	await shoot(page, 'en-number');
	await tap(page, 'Next');
	await press(page, code);
	await tap(page, 'Look up');
	await onScreen(page, 'case');
	await shoot(page, 'en-case');
	await tap(page, 'Finish');
	await onScreen(page, 'home');
	await goOffline(page);
	await page.locator('.tiles button').first().click();
	await shoot(page, 'en-offline');
	await goHome(page);
	await tap(page, 'Get help');
	await shoot(page, 'en-bell');
});
