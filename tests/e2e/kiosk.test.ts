import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { expectItFits, onScreen, pairKiosk, press, tap } from '../support/kiosk-screen.ts';

const shapes = [
	{ name: 'upright', viewport: { width: 1080, height: 1920 } },
	{ name: 'lying', viewport: { width: 1920, height: 1080 } }
];

/** The screen that stands fits, and axe finds nothing on it. */
async function expectGoodScreen(page: Page): Promise<void> {
	await expectItFits(page);
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** Number and code as the receipt on screen shows them. */
async function slipOf(page: Page): Promise<{ number: string; code: string }> {
	await onScreen(page, 'done');
	const [number = '', code = ''] = await page.locator('.receipt .number').allTextContents();
	return { number: number.trim(), code: code.replace(/\D/g, '') };
}

async function end(page: Page): Promise<void> {
	await tap(page, '好了，结束');
	await onScreen(page, 'home');
}

/** Looks a case up by the digits of its receipt. */
async function lookUp(page: Page, { number, code }: { number: string; code: string }): Promise<void> {
	await tap(page, '查办到哪了');
	await press(page, number.replace(/\D/g, ''));
	await expectGoodScreen(page);
	await tap(page, '下一步');
	await press(page, code);
	await expectGoodScreen(page);
	await tap(page, /^查$/);
	await onScreen(page, 'case');
}

for (const { name, viewport } of shapes) {
	test.describe(`a kiosk standing ${name}`, () => {
		test.use({ viewport, hasTouch: true });

		test('takes what is typed and picked, and says where it is', async ({ page }) => {
			test.setTimeout(120_000);
			const faults: string[] = [];
			page.on('pageerror', ({ message }) => faults.push(message));
			await pairKiosk(page, `试用${name}`);
			await expectGoodScreen(page);
			await tap(page, '字再大些');
			await expectItFits(page);
			await tap(page, '低位操作');
			await expectItFits(page);
			await tap(page, '字小一些');
			await expectItFits(page);
			await tap(page, '正常高度');
			await tap(page, '接待安排');
			await expectGoodScreen(page);
			await tap(page, '返回');
			await onScreen(page, 'home');

			await page.locator('.tiles button').first().click();
			await tap(page, '手写');
			await expectGoodScreen(page);
			await tap(page, '拼音');
			await expectGoodScreen(page);
			for (const letter of 'ludengbuliang') await page.click(`.letters button:text-is("${letter}")`);
			await tap(page, '路灯不亮');
			await tap(page, '常用语');
			await expectGoodScreen(page);
			await page.locator('.chips button').nth(1).click();
			await tap(page, '写好了');
			await onScreen(page, 'place');
			await expectGoodScreen(page);
			await page.locator('.chips button').first().click();
			await onScreen(page, 'check');
			await expect(page.locator('.quote')).toContainText('路灯不亮');
			await expectGoodScreen(page);
			await tap(page, '字再大些');
			await expectItFits(page);
			await tap(page, '字小一些');
			await tap(page, '留电话，好告诉您结果');
			await press(page, '1380013');
			await tap(page, /^交$/);
			await expect(page.locator('[role=alert]')).toContainText('号码不对');
			await press(page, '8000');
			await expectGoodScreen(page);
			await tap(page, /^交$/);
			const slip = await slipOf(page);
			expect(slip.number).toMatch(/^MQ\d{6}-\d{7}$/);
			await expectGoodScreen(page);
			await expect(page.locator('body')).not.toContainText('路灯不亮');
			await expect(page.locator('body')).not.toContainText('8000');
			await end(page);
			await lookUp(page, slip);
			await expect(page.locator('h1')).toContainText('等待受理');
			await expectGoodScreen(page);
			expect(faults).toEqual([]);
		});
	});
}

test.describe('a kiosk', () => {
	test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true });

	test('records what is said within four taps, and asks about danger', async ({ page }) => {
		await pairKiosk(page, '录音的一体机');
		await page.locator('.tiles button').nth(1).click();
		await tap(page, '开始说');
		await expect(page.locator('.speaking')).toContainText(/[1-9] 秒/);
		await expectItFits(page);
		await tap(page, /^有危险，说完了/);
		await onScreen(page, 'check');
		await expect(page.locator('.alarm').first()).toContainText('有危险');
		await tap(page, '不留电话，直接交');
		const slip = await slipOf(page);
		await expect(page.locator('.urgent')).toContainText('110');
		await expectGoodScreen(page);
		await end(page);
		await lookUp(page, slip);
	});

	test('hands in while the network is down, and sends it once it is back', async ({ page, context }) => {
		await pairKiosk(page, '断网的一体机');
		await page.evaluate(async () => navigator.serviceWorker.ready);
		await context.setOffline(true);
		await page.reload();
		await onScreen(page, 'home');
		await page.locator('.tiles button').first().click();
		await tap(page, '常用语');
		await page.locator('.chips button').first().click();
		await tap(page, '就交这些');
		await onScreen(page, 'check');
		await tap(page, '不留电话，直接交');
		const slip = await slipOf(page);
		await end(page);
		await expect(page.locator('.sky')).toContainText('网络断了');
		await context.setOffline(false);
		await page.reload();
		await onScreen(page, 'home');
		await expect(async () => {
			await page.reload();
			await onScreen(page, 'home');
			await lookUp(page, slip);
		}).toPass({ timeout: 30_000 });
	});

	test('covers what was written when help is called, and is unlocked by a clerk', async ({ page }) => {
		await pairKiosk(page, '求助的一体机');
		await page.locator('.tiles button').first().click();
		await tap(page, '常用语');
		await page.locator('.chips button').first().click();
		await tap(page, '叫人帮忙');
		await expect(page.locator('[role=status]')).toContainText('已经叫了');
		await expect(page.locator('body')).not.toContainText('路灯');
		await expectGoodScreen(page);
		await tap(page, '回去接着写');
		await onScreen(page, 'say');
		await tap(page, '返回');
		await expectGoodScreen(page);
		await tap(page, '清掉，回首页');
		await onScreen(page, 'home');
		await tap(page, '叫人帮忙');
		await tap(page, '工作人员：代填');
		await tap(page, '陈小梅');
		await press(page, '111111');
		await tap(page, /^打开代填$/);
		await expect(page.locator('[role=alert]')).toContainText('PIN 不对');
		await press(page, '258036');
		await expectGoodScreen(page);
		await tap(page, /^打开代填$/);
		await onScreen(page, 'home');
		await page.locator('.tiles button').first().click();
		await expect(page.locator('.bar')).toContainText('工作人员代填中：陈小梅');
	});

	test('speaks English', async ({ page }) => {
		await pairKiosk(page, '英文的一体机');
		await tap(page, 'English');
		await expectGoodScreen(page);
		await page.locator('.tiles button').first().click();
		await tap(page, 'Type');
		await expectGoodScreen(page);
		for (const letter of 'lamp') await page.click(`.letters button:text-is("${letter}")`);
		await tap(page, /^Hand in$/);
		await onScreen(page, 'check');
		await expect(page.locator('.quote')).toContainText('Lamp');
		await expectGoodScreen(page);
	});

	test('asks whether somebody is there, and clears what was written', async ({ page }) => {
		await page.clock.install();
		await pairKiosk(page, '清屏的一体机');
		await page.locator('.tiles button').first().click();
		await tap(page, '常用语');
		await page.locator('.chips button').first().click();
		await page.clock.runFor(121_000);
		await onScreen(page, 'idle');
		await expect(page.locator('body')).not.toContainText('路灯');
		await expectGoodScreen(page);
		await tap(page, '我还在');
		await onScreen(page, 'say');
		await page.clock.runFor(121_000);
		await onScreen(page, 'idle');
		await page.clock.runFor(31_000);
		await onScreen(page, 'home');
		expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(3);
		await page.locator('.tiles button').first().click();
		await expect(page.locator('.sheet')).not.toContainText('路灯');
	});
});
