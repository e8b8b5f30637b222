import { expect, test } from '@playwright/test';
import { endVisit, expectItFits, onScreen, pairKiosk, sayPhrase, slipOf, tap } from '../support/kiosk-screen.ts';

test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true });

test('a scanner that types opens a case, and a hand types as ever', async ({ page }) => {
	test.setTimeout(120_000);
	await pairKiosk(page, '扫码枪的一体机');
	await sayPhrase(page);
	await tap(page, '不留电话，直接交');
	const { number, code } = await slipOf(page);
	await endVisit(page);

	// all keys at once, as fast as a scanner whatever else the machine does
	const session = await page.context().newCDPSession(page);
	const scan = async (text: string) => {
		const keys = [...text].map((key) => ({ key, text: key }));
		const presses = [...keys, { key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }].flatMap((key) => [
			session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }),
			session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key })
		]);
		await Promise.all(presses);
	};
	// what is no receipt is answered in words, and neither its digits nor its Enter reach the screen
	await scan('https://elsewhere.example/4821770');
	await onScreen(page, 'number');
	await expect(page.locator('[role=alert]')).toContainText('这不是收件回执上的码');
	await expectItFits(page);
	await expect(page.locator('.shown')).toHaveText(/^MQ\s*$/);
	await scan(`https://elsewhere.example/track#${'x'.repeat(22)}`);
	await expect(page.locator('[role=alert]')).toContainText('这个码查不到');
	await scan(number);
	await onScreen(page, 'code');
	await page.keyboard.type(code, { delay: 120 });
	await expect(page.locator('.shown')).toContainText('•'.repeat(4));
	await page.keyboard.press('Enter');
	await onScreen(page, 'case');
});

test('Tab goes round the buttons of the page and never out of it', async ({ page }) => {
	await pairKiosk(page, 'Tab 的一体机');
	const count = await page.locator('button:enabled').count();
	const seen = new Set<string>();
	for (let times = 0; times < count + 2; times++) {
		await page.keyboard.press('Tab');
		const where = await page.evaluate(() => {
			const { activeElement } = document;
			return activeElement?.tagName === 'BUTTON' ? activeElement.textContent : null;
		});
		expect(where).not.toBeNull();
		seen.add(where ?? '');
	}
	expect(seen.size).toBeGreaterThan(10);
});
