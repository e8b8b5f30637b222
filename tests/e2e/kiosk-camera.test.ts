import { expect, type Page, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';
import {
	endVisit,
	expectGoodInLarge,
	onScreen,
	pairKiosk,
	sayPhrase,
	shapes,
	slipOf,
	tap
} from '../support/kiosk-screen.ts';

/** Says something with a phrase, and goes on to the photos. */
async function toPhotos(page: Page): Promise<void> {
	await sayPhrase(page);
	await tap(page, '加照片');
	await onScreen(page, 'photos');
}

/** Lets the test see every stream that the page opened. */
async function watchStreams(page: Page): Promise<() => Promise<string[]>> {
	await page.addInitScript(() => {
		const tracks: MediaStreamTrack[] = [];
		Object.assign(window, { seenTracks: tracks });
		const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getUserMedia = async (wanted) => {
			const stream = await open(wanted);
			tracks.push(...stream.getTracks());
			return stream;
		};
	});
	return () =>
		page.evaluate(() => {
			const { seenTracks = [] } = window as { seenTracks?: MediaStreamTrack[] };
			return seenTracks.map(({ readyState }) => readyState);
		});
}

for (const { name, use } of shapes) {
	test.describe(`a kiosk standing ${name}`, () => {
		test.use(use);

		test('takes a photo by its own camera and hands it in', async ({ page, browser }) => {
			test.setTimeout(120_000);
			const streams = await watchStreams(page);
			await pairKiosk(page, `相机${name}`, { hasCamera: true });
			await toPhotos(page);
			await expectGoodInLarge(page);
			await tap(page, '用这台机器拍');
			await onScreen(page, 'camera');
			await expect(page.getByRole('button', { name: /^拍$/ })).toBeEnabled();
			await expectGoodInLarge(page);
			await tap(page, '叫人帮忙');
			expect(await streams()).toEqual(['ended']);
			await tap(page, '回去接着写');
			await tap(page, /^拍$/);
			await expect(page.locator('.view b')).toHaveText('3');
			await expect(page.locator('.view b')).toHaveText('1');
			await onTaken(page);
			await expectGoodInLarge(page);
			await tap(page, '再拍一张');
			await tap(page, /^拍$/);
			await onTaken(page);
			await tap(page, '就用这张');
			await onScreen(page, 'check');
			expect(await streams()).toEqual(['ended', 'ended']);
			await expect(page.locator('.rows')).toContainText('1 张');
			await expect(page.locator('.kiosk :is(img, canvas, video)')).toHaveCount(0);
			await tap(page, '不留电话，直接交');
			const { number } = await slipOf(page);
			const staff = await staffPage(browser, 'fenpai');
			await expect(async () => {
				await staff.goto(`/staff/cases/${number}`);
				await expect(staff.locator('main img').first()).toBeVisible({ timeout: 1000 });
			}).toPass({ timeout: 30_000 });
		});

		test('reads a receipt that is held before its camera', async ({ page }) => {
			test.setTimeout(120_000);
			await pairKiosk(page, `扫码${name}`, { hasCamera: true });
			await sayPhrase(page);
			const sent = page.waitForResponse('**/kiosk/api/letters');
			await tap(page, '不留电话，直接交');
			await slipOf(page);
			const receipt = page.locator('.receipt .third svg').first();
			const [box, path] = [await receipt.getAttribute('viewBox'), await receipt.locator('path').getAttribute('d')];
			await showToCamera(page, { box: box ?? '', path: path ?? '' });
			await sent;
			await endVisit(page);
			await tap(page, '查办到哪了');
			await tap(page, '用摄像头扫');
			await onScreen(page, 'case');
			await expect(page.locator('h1')).toContainText('等待受理');
		});
	});
}

const onTaken = (page: Page) => expect(page.getByRole('button', { name: '就用这张' })).toBeVisible();

/** From the next page on, the camera sees a paper with this QR. */
async function showToCamera(page: Page, qr: { box: string; path: string }): Promise<void> {
	await page.addInitScript(({ box, path }) => {
		navigator.mediaDevices.getUserMedia = async () => {
			const side = Number(box.split(' ')[2]);
			const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
			const pen = canvas.getContext('2d');
			if (!pen) throw new Error('no canvas');
			const paint = () => {
				pen.setTransform(1, 0, 0, 1, 0, 0);
				pen.fillStyle = '#ddd';
				pen.fillRect(0, 0, 1280, 720);
				pen.fillStyle = '#111';
				pen.setTransform(400 / side, 40 / side, -40 / side, 400 / side, 420, 140);
				pen.fill(new Path2D(path));
			};
			setInterval(paint, 100);
			paint();
			return canvas.captureStream(10);
		};
	}, qr);
}

test.describe('a kiosk', () => {
	test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true });

	test('offers no camera where the setting forbids it', async ({ page }) => {
		await pairKiosk(page, '不准拍照的一体机', { hasCamera: false });
		await toPhotos(page);
		await expect(page.getByRole('button', { name: '用这台机器拍' })).toHaveCount(0);
	});

	test('offers no camera where there is none', async ({ page }) => {
		await page.addInitScript(() => (navigator.mediaDevices.enumerateDevices = async () => []));
		await pairKiosk(page, '没有相机的一体机', { hasCamera: true });
		await tap(page, '查办到哪了');
		await onScreen(page, 'number');
		await expect(page.getByRole('button', { name: '用摄像头扫' })).toHaveCount(0);
	});

	test('goes on without a camera that fails', async ({ page }) => {
		await page.addInitScript(() => {
			navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
		});
		await pairKiosk(page, '相机坏了的一体机', { hasCamera: true });
		await toPhotos(page);
		await tap(page, '用这台机器拍');
		await onScreen(page, 'photos');
		await expect(page.getByRole('button', { name: '用这台机器拍' })).toHaveCount(0);
		await tap(page, '返回');
		await onScreen(page, 'check');
	});
});
