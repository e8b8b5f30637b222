import { expect, type Page, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';
import {
	endVisit,
	expectGoodInLarge,
	expectGoodScreen,
	expectItFits,
	lookUp,
	onScreen,
	pairKiosk,
	press,
	sayPhrase,
	shapes,
	slipOf,
	tap,
	touch,
	type,
	writeSign
} from '../support/kiosk-screen.ts';

/** What staff read of a case. */
async function staffReads(page: Page, number: string): Promise<string> {
	await page.goto(`/staff/cases/${number}`);
	return page.innerText('main');
}

for (const { name, use } of shapes) {
	test.describe(`a kiosk standing ${name}`, () => {
		test.use(use);

		test('takes what is written by hand, typed and picked, and says where it is', async ({ page, browser }) => {
			test.setTimeout(120_000);
			const faults: string[] = [];
			page.on('pageerror', ({ message }) => faults.push(message));
			await pairKiosk(page, `试用${name}`);
			await expectGoodInLarge(page);
			await tap(page, '低位操作');
			await expectItFits(page);
			await tap(page, '正常高度');
			await tap(page, '接待安排');
			await expectGoodInLarge(page);
			await tap(page, '返回');
			await onScreen(page, 'home');

			await touch(page, '.tiles button');
			await tap(page, '手写');
			await expectGoodInLarge(page);
			for (const sign of '石桥') {
				await writeSign(page, sign);
				await tap(page, new RegExp(`^${sign}$`));
			}
			await expect(page.locator('.sheet')).toContainText('石桥');
			await tap(page, '拼音');
			await type(page, 'ludengbuliang');
			await expectGoodInLarge(page);
			await tap(page, '路灯不亮');
			await tap(page, '常用语');
			await expectGoodInLarge(page);
			await touch(page, '.chips button:nth-child(2)');
			await tap(page, '写好了');
			await onScreen(page, 'place');
			await expectGoodInLarge(page);
			await touch(page, '.chips button');
			await onScreen(page, 'check');
			await expect(page.locator('.quote')).toContainText('石桥路灯不亮');
			await expectGoodInLarge(page);
			await tap(page, '留电话，好告诉您结果');
			await press(page, '1380013');
			await tap(page, /^交$/);
			await expect(page.locator('[role=alert]')).toContainText('号码不对');
			await press(page, '8000');
			await expect(page.locator('[role=alert]')).toHaveCount(0);
			await expectGoodInLarge(page);
			await tap(page, /^交$/);
			const slip = await slipOf(page);
			expect(slip.number).toMatch(/^MQ\d{6}-\d{7}$/);
			await expectGoodInLarge(page);
			for (const gone of ['路灯不亮', '8000', '石桥']) await expect(page.locator('body')).not.toContainText(gone);
			await endVisit(page);

			await tap(page, '查办到哪了');
			await press(page, slip.number.replace(/\D/g, ''));
			await expectGoodInLarge(page);
			await tap(page, '下一步');
			await press(page, slip.code);
			await expect(page.locator('body')).not.toContainText(slip.code.slice(0, 3));
			await tap(page, /^显示$/);
			await expect(page.locator('.shown')).toContainText(slip.code.slice(0, 3));
			await tap(page, /^遮住$/);
			await expectGoodInLarge(page);
			await tap(page, /^查$/);
			await onScreen(page, 'case');
			await expect(page.locator('h1')).toContainText('等待受理');
			await expectGoodInLarge(page);
			expect(faults).toEqual([]);
			const dispatcher = await staffPage(browser, 'fenpai');
			expect(await staffReads(dispatcher, slip.number)).toContain('石桥路灯不亮');
			await dispatcher.context().close();
		});

		test('records what is said within four taps, and asks about danger', async ({ page, browser }) => {
			await pairKiosk(page, `录音${name}`);
			await touch(page, '.tiles button:nth-child(2)');
			await expectGoodInLarge(page);
			await tap(page, '开始说');
			await expect(page.locator('.speaking')).toContainText(/[1-9] 秒/);
			// no more than this: what is heard ends by itself
			await expectItFits(page);
			await tap(page, /^有危险，说完了/);
			await onScreen(page, 'check');
			await expect(page.locator('.alarm').first()).toContainText('有危险');
			await expectGoodInLarge(page);
			await tap(page, '不留电话，直接交');
			const slip = await slipOf(page);
			await expect(page.locator('.urgent')).toContainText('110');
			await expectGoodInLarge(page);
			await endVisit(page);
			await lookUp(page, slip);
			await onScreen(page, 'case');
			const dispatcher = await staffPage(browser, 'fenpai');
			await dispatcher.goto(`/staff/cases/${slip.number}`);
			await expect(dispatcher.locator('main audio')).toHaveCount(1);
			await expect(dispatcher.locator('main')).toContainText('紧急');
			await dispatcher.context().close();
		});

		test('speaks English to the end', async ({ page }) => {
			test.setTimeout(90_000);
			await pairKiosk(page, `英文${name}`);
			await tap(page, 'English');
			await expectGoodScreen(page);
			await tap(page, 'Larger');
			await expectItFits(page);
			await tap(page, 'Smaller');
			await touch(page, '.tiles button');
			await tap(page, 'Phrases');
			await expectGoodScreen(page);
			await touch(page, '.chips button');
			await tap(page, 'Type');
			await type(page, 'lamp');
			await expectGoodScreen(page);
			await tap(page, /^Done$/);
			await onScreen(page, 'place');
			await expectGoodScreen(page);
			await tap(page, 'Leave it out');
			await onScreen(page, 'check');
			await expect(page.locator('.quote')).toContainText('lamp');
			await expectGoodScreen(page);
			await tap(page, 'No phone, hand in now');
			const slip = await slipOf(page);
			await expect(page.locator('.receipt')).toContainText('Access code');
			await expect(page.locator('.receipt')).not.toContainText(/[一-鿿]/);
			await expectGoodScreen(page);
			await tap(page, 'Larger');
			await expectItFits(page);
			await tap(page, 'Finish');
			await onScreen(page, 'home');
			await expect(page.locator('h1')).toContainText('有话，直接说');
			await tap(page, 'English');
			await tap(page, 'Where is my case?');
			await press(page, slip.number.replace(/\D/g, ''));
			await expectGoodScreen(page);
			await tap(page, 'Next');
			await press(page, slip.code);
			await tap(page, 'Look up');
			await onScreen(page, 'case');
			await expect(page.locator('h1')).toContainText('Waiting to be accepted');
			await expectGoodScreen(page);
		});
	});
}

test.describe('a kiosk', () => {
	test.use(shapes[0].use);

	test('takes phrases alone, of a confidential caller, and shows nothing of them', async ({ page }) => {
		await pairKiosk(page, '常用语的一体机');
		await sayPhrase(page, { tile: 2, phrase: 2 });
		await tap(page, '留电话，但要保密');
		await press(page, '13800138000');
		await tap(page, '请打电话告诉我结果');
		await tap(page, /^交$/);
		await slipOf(page);
		await expect(page.locator('body')).not.toContainText('138');
		await endVisit(page);
	});

	test('is walked by keys, and shows where they stand', async ({ page }) => {
		await pairKiosk(page, '键盘的一体机');
		const focused = () =>
			page.evaluate(() => {
				const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
				return { name: document.activeElement?.textContent?.trim() ?? '', ring: `${outlineStyle} ${outlineWidth}` };
			});
		/** By Tab to the button of this name, then Enter. */
		const go = async (name: string) => {
			for (let tabs = 0; tabs < 60; tabs++) {
				await page.keyboard.press('Tab');
				const on = await focused();
				if (!on.name.startsWith(name)) continue;
				expect(on.ring).toBe('solid 3px');
				return page.keyboard.press('Enter');
			}
			throw new Error(`no key leads to ${name}`);
		};
		// slower than a scanner, whose keys belong to it
		const keyIn = async (digits: string) => {
			await page.keyboard.type(digits, { delay: 120 });
			await expect
				.poll(async () => (await page.locator('.shown').innerText()).replace(/[^\d•]/g, '').length)
				.toBe(digits.length);
		};
		await go('路、灯、');
		await onScreen(page, 'say');
		await go('常用语');
		await go('路灯不亮');
		await go('写好了');
		await onScreen(page, 'place');
		await go('不选了');
		await onScreen(page, 'check');
		await go('留电话，好告诉您结果');
		await onScreen(page, 'phone');
		await keyIn('13800138000');
		await go('交');
		const slip = await slipOf(page);
		await go('好了，结束');
		await onScreen(page, 'home');
		await go('查办到哪了');
		await keyIn(slip.number.replace(/\D/g, ''));
		await page.keyboard.press('Enter');
		await onScreen(page, 'code');
		await keyIn(slip.code);
		await page.keyboard.press('Enter');
		await onScreen(page, 'case');
	});
});
