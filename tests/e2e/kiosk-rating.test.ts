import { type Browser, expect, test } from '@playwright/test';
import { fileCase, staffPage } from '../support/browser.ts';
import { carryToAnswer } from '../support/office.ts';
import {
	expectGoodInLarge,
	expectGoodScreen,
	lookUp,
	onScreen,
	pairKiosk,
	press,
	shapes,
	type Slip,
	tap,
	touch
} from '../support/kiosk-screen.ts';

/** A resident's case with an answer published. */
async function answeredCase(browser: Browser): Promise<Slip> {
	const context = await browser.newContext();
	const filed = await fileCase(await context.newPage());
	await carryToAnswer(filed.number);
	await context.close();
	return filed;
}

for (const { name, use } of shapes) {
	test.describe(`a kiosk standing ${name}`, () => {
		test.use(use);

		test('takes a rating, question by question', async ({ page, browser }) => {
			test.setTimeout(120_000);
			const filed = await answeredCase(browser);
			await pairKiosk(page, `打分${name}`);
			await lookUp(page, filed, { toRate: true });
			await onScreen(page, 'solved');
			await expect(page.locator('h1')).toContainText('办事的人看不到是谁打的分');
			await expectGoodInLarge(page);
			const sizes = await page
				.locator('.options button')
				.evaluateAll((buttons) => buttons.map((button) => [button.clientWidth, button.clientHeight].join('×')));
			expect(new Set(sizes).size).toBe(1);
			// a trembling hand taps twice: nobody has rated by that
			await page.getByRole('button', { name: /^已解决/ }).dblclick();
			await onScreen(page, 'stars');
			await expectGoodInLarge(page);
			await tap(page, '返回');
			await onScreen(page, 'solved');
			await tap(page, /^没有解决/);
			await onScreen(page, 'stars');
			await tap(page, /^不满意/);
			await onScreen(page, 'reasons');
			await expect(page.locator('h1')).toContainText('哪里不好');
			await touch(page, '.chips button');
			await expectGoodInLarge(page);
			await tap(page, /^交$/);
			await onScreen(page, 'rated');
			await expect(page.locator('h1')).toContainText('我们换人再办一次');
			await expectGoodScreen(page);
			await tap(page, /^结束$/);
			await onScreen(page, 'home');
			await lookUp(page, filed);
			await onScreen(page, 'case');
			await expect(page.locator('main')).toContainText('不满意');

			// 不满意 opens the rework at once: the head names somebody else, and the supervisor sees it
			const head = await staffPage(browser, 'shenhe');
			await head.goto(`/staff/cases/${filed.number}`);
			await expect(head.locator('a[href$="/reassign"]')).toHaveCount(1);
			const supervisor = await staffPage(browser, 'duban');
			await supervisor.goto(`/staff/cases/${filed.number}`);
			await expect(supervisor.locator('main')).toContainText('不满意');
			for (const one of [head, supervisor]) await one.context().close();
		});
	});
}

test.describe('a kiosk that a clerk has unlocked', () => {
	test.use(shapes[0].use);

	test('shows an answer, but nobody rates on it', async ({ page, browser }) => {
		test.setTimeout(120_000);
		const filed = await answeredCase(browser);
		await pairKiosk(page, '代填不打分');
		await tap(page, '叫人帮忙');
		await tap(page, '工作人员：代填');
		await tap(page, '陈小梅');
		await press(page, '258036');
		await tap(page, /^打开代填$/);
		await onScreen(page, 'home');
		await expect(page.getByRole('button', { name: '给办理打分' })).toHaveCount(0);
		await expectGoodInLarge(page);
		await lookUp(page, filed);
		await onScreen(page, 'case');
		await expect(page.locator('main')).toContainText('代填时不能打分');
		await expect(page.getByRole('button', { name: '去打分' })).toHaveCount(0);
		await tap(page, /^结束$/);
		await onScreen(page, 'home');
		await lookUp(page, filed, { toRate: true });
		await onScreen(page, 'solved');
	});
});
