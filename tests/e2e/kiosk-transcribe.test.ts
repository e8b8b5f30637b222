import { expect, type Page, test } from '@playwright/test';
import { expectItFits, onScreen, pairKiosk, tap } from '../support/kiosk-screen.ts';
import { heardText } from '../support/speech-service.ts';

/** Says something for a moment; the screen to check it on follows. */
async function speak(page: Page): Promise<void> {
	await tap(page, '开始说');
	await expect(page.locator('.speaking')).toContainText(/[1-9] 秒/);
	await tap(page, /^没有危险，说完了/);
	await onScreen(page, 'check');
}
const heardRow = (page: Page) => page.locator('.rows li', { hasText: '机器听出来的' });

for (const viewport of [
	{ width: 1080, height: 1920 },
	{ width: 1920, height: 1080 }
]) {
	test.describe(`what was said becomes text at ${viewport.width} × ${viewport.height}`, () => {
		test.use({ viewport, hasTouch: true });

		test('and is used when the resident says so, beside the recording', async ({ page }) => {
			await pairKiosk(page, `听字的一体机${viewport.width}`);
			await page.locator('.tiles button').first().click();
			await tap(page, '说话');
			await expect(page.locator('.speaking')).toContainText('用不用由您定');
			await expectItFits(page);
			await speak(page);
			await expect(heardRow(page)).toContainText('对就用');
			await expect(page.locator('.quote')).toContainText(heardText);
			await expectItFits(page);
			await tap(page, '字再大些');
			await expectItFits(page);
			await tap(page, '用这段');
			await expect(heardRow(page)).toContainText('录音也一起交');
			await expect(page.locator('.rows li').first()).toContainText(`${heardText.length} 个字，录音`);
			await tap(page, '改一改');
			await expect(page.locator('.sheet')).toContainText(heardText);
			await tap(page, '就交这些');
			await tap(page, '不留电话，直接交');
			await onScreen(page, 'done');
			await expect(page.locator('body')).not.toContainText(heardText);
		});
	});
}

test.describe('what was said', () => {
	test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true });

	test('is handed in as sound while the service is at work, or is not there', async ({ page }) => {
		await pairKiosk(page, '听不成的一体机');
		let answer: (() => void) | undefined;
		await page.route('**/kiosk/api/transcribe', async (route) => {
			await new Promise<void>((resolve) => (answer = resolve));
			await route.fulfill({ status: 409, json: { key: 'kiosk.not-transcribed', details: {} } });
		});
		await page.locator('.tiles button').first().click();
		await tap(page, '说话');
		await speak(page);
		await expect(heardRow(page)).toContainText('不用等');
		await expect(page.getByRole('button', { name: '用这段' })).toBeDisabled();
		await expectItFits(page);
		answer?.();
		await expect(heardRow(page)).toContainText('录音照样交');
		await tap(page, '不留电话，直接交');
		await onScreen(page, 'done');
	});

	test('becomes text for machines in service alone', async ({ request }) => {
		const answer = await request.post('/kiosk/api/transcribe', {
			headers: { 'content-type': 'audio/webm', 'x-huiyin-seconds': '2', authorization: `Bearer ${'a'.repeat(22)}` },
			data: Buffer.from('sound')
		});
		expect(answer.status()).toBe(404);
	});
});
