import { expect, test } from '@playwright/test';
import {
	endVisit,
	expectGoodInLarge,
	expectGoodScreen,
	goOffline,
	lookUp,
	onScreen,
	pairKiosk,
	press,
	retireMachines,
	sayPhrase,
	shapes,
	slipOf,
	tap,
	tapCorner,
	touch,
	type
} from '../support/kiosk-screen.ts';

test.describe('a kiosk', () => {
	test.use(shapes[0].use);

	test('hands in while the network is down, and sends it once it is back', async ({ page, context }) => {
		await pairKiosk(page, '断网的一体机');
		await goOffline(page);
		await sayPhrase(page);
		await expect(page.locator('.strip')).toContainText('照样能交');
		await expectGoodInLarge(page);
		await tap(page, '不留电话，直接交');
		const slip = await slipOf(page);
		await endVisit(page);
		await expect(page.locator('.sky')).toContainText('网络断了');
		await tap(page, '查办到哪了');
		await expect(page.locator('[role=alert]')).toContainText('要连网');
		await expect(page.locator('body')).not.toContainText('照样能交');
		await expectGoodScreen(page);
		await context.setOffline(false);
		await expect(async () => {
			await page.reload();
			await onScreen(page, 'home');
			await lookUp(page, slip);
			await onScreen(page, 'case', { timeout: 3000 });
		}).toPass({ timeout: 30_000 });
	});

	test('says plainly that nobody sees what is urgent while the network is down', async ({ page }) => {
		await pairKiosk(page, '断网又紧急');
		await goOffline(page);
		await touch(page, '.tiles button');
		await tap(page, '拼音');
		await type(page, 'zhaohuo');
		await tap(page, /^着火$/);
		await tap(page, '写好了');
		await onScreen(page, 'danger');
		await expectGoodInLarge(page);
		await tap(page, /^有危险/);
		await onScreen(page, 'check');
		await tap(page, '不留电话，直接交');
		await slipOf(page);
		const urgent = page.locator('.urgent');
		await expect(urgent).toContainText('现在没人看得到，请马上打电话、叫人');
		for (const number of ['110', '119', '120', '0000-860 0151']) await expect(urgent).toContainText(number);
		await expectGoodInLarge(page);
	});

	test('is out of service once it is revoked, and says whom to call', async ({ page }) => {
		const kiosk = await pairKiosk(page, '停用的一体机');
		await retireMachines(kiosk);
		await page.reload();
		await onScreen(page, 'closed');
		await expect(page.locator('h1')).toContainText('暂停服务');
		await expect(page.locator('main')).toContainText('0000-860 0151');
		await expectGoodScreen(page);
		await page.reload();
		await onScreen(page, 'closed');
	});

	test('asks whether somebody is there, and clears what was written', async ({ page }) => {
		await page.clock.install();
		await pairKiosk(page, '清屏的一体机');
		await touch(page, '.tiles button');
		await tap(page, '常用语');
		await touch(page, '.chips button');
		await page.clock.runFor(121_000);
		await onScreen(page, 'idle');
		await expect(page.locator('body')).not.toContainText('路灯');
		await expectGoodInLarge(page);
		await tap(page, '我还在');
		await onScreen(page, 'say');
		await page.clock.runFor(121_000);
		await onScreen(page, 'idle');
		await page.clock.runFor(31_000);
		await onScreen(page, 'home');
		expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(3);
		await touch(page, '.tiles button');
		await expect(page.locator('.sheet')).not.toContainText('路灯');
	});

	test('opens its service menu to the PIN, and after five wrong ones to nobody', async ({ page }) => {
		await pairKiosk(page, '维护的一体机');
		await tapCorner(page);
		await expectGoodInLarge(page);
		await press(page, '147258');
		await tap(page, /^维护$/);
		await expect(page.getByRole('button', { name: '马上同步' })).toBeVisible();
		await expect(page.locator('main')).toContainText('剩余编号：60');
		await expectGoodInLarge(page);
		await tap(page, '离开');
		await onScreen(page, 'home');
		for (let left = 4; left >= 0; left--) {
			// pulling the plug in between gives no more tries
			if (left === 2) {
				await page.reload();
				await onScreen(page, 'home');
			}
			if (left === 4 || left === 2) await tapCorner(page);
			await press(page, '111111');
			await tap(page, /^维护$/);
			await expect(page.locator('[role=alert]')).toContainText(left ? `还可以试 ${left} 次` : '15 分钟后再试');
		}
		await press(page, '147258');
		await tap(page, /^维护$/);
		await expect(page.locator('[role=alert]')).toContainText('15 分钟后再试');
		await expect(page.getByRole('button', { name: '马上同步' })).toHaveCount(0);
	});
});
