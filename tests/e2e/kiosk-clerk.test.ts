import { expect, test } from '@playwright/test';
import { staffPage } from '../support/browser.ts';
import {
	endVisit,
	expectGoodInLarge,
	expectGoodScreen,
	lookUp,
	onScreen,
	pairKiosk,
	press,
	sayPhrase,
	shapes,
	slipOf,
	tap,
	touch
} from '../support/kiosk-screen.ts';

for (const { name, use } of shapes) {
	test.describe(`a kiosk standing ${name}`, () => {
		test.use(use);

		test('is unlocked by a clerk who fills in, and shows the code to the resident alone', async ({ page, browser }) => {
			test.setTimeout(90_000);
			await pairKiosk(page, `代填${name}`);
			await tap(page, '叫人帮忙');
			await expect(page.locator('[role=status]')).toContainText('已经叫了');
			await expectGoodScreen(page);
			await tap(page, '工作人员：代填');
			await expectGoodInLarge(page);
			await tap(page, '陈小梅');
			await press(page, '111111');
			await tap(page, /^打开代填$/);
			await expect(page.locator('[role=alert]')).toContainText('PIN 不对');
			await press(page, '258036');
			await expect(page.locator('main')).not.toContainText('258036');
			await expectGoodInLarge(page);
			await tap(page, /^打开代填$/);
			await onScreen(page, 'home');
			await expect(page.locator('.banner')).toContainText('工作人员代填中：陈小梅');
			await sayPhrase(page);
			await expect(page.locator('.bar')).toContainText('工作人员代填中：陈小梅');
			await expect(page.locator('main')).toContainText('对的话，请您自己点');
			await expectGoodInLarge(page);
			await tap(page, '不留电话，直接交');
			const slip = await slipOf(page);
			expect(slip.code).toMatch(/^\d{10}$/);
			await endVisit(page);
			await expect(page.locator('.banner')).toHaveCount(0);
			await lookUp(page, slip);
			await onScreen(page, 'case');

			const spaced = `${slip.code.slice(0, 3)} ${slip.code.slice(3, 6)} ${slip.code.slice(6)}`;
			for (const username of ['jiedai', 'fenpai'] as const) {
				const staff = await staffPage(browser, username);
				await staff.goto(`/staff/cases/${slip.number}`);
				const source = await staff.content();
				for (const code of [slip.code, spaced]) expect(source).not.toContain(code);
				if (username === 'fenpai') await expect(staff.locator('main')).toContainText('陈小梅代填');
				await staff.context().close();
			}
		});
	});
}

test.describe('a kiosk', () => {
	test.use(shapes[0].use);

	test('covers what was written when help is called', async ({ page }) => {
		await pairKiosk(page, '求助的一体机');
		await touch(page, '.tiles button');
		await tap(page, '常用语');
		await touch(page, '.chips button');
		await tap(page, '叫人帮忙');
		await expect(page.locator('[role=status]')).toContainText('已经叫了');
		await expect(page.locator('body')).not.toContainText('路灯');
		await expect(page.getByRole('button', { name: '工作人员：代填' })).toHaveCount(0);
		await expectGoodInLarge(page);
		await tap(page, '回去接着写');
		await onScreen(page, 'say');
		await expect(page.locator('.sheet')).toContainText('路灯');
		await tap(page, '返回');
		await expectGoodInLarge(page);
		await tap(page, '清掉，回首页');
		await onScreen(page, 'home');
	});
});
