import { expect, test } from '@playwright/test';
import { act, staffPage } from '../support/browser.ts';
import { inOffice } from '../support/office.ts';

test.use({ javaScriptEnabled: false });

test('a supervisor urges a case: who has it is told, once a day, and the resident reads nothing of it', async ({
	browser
}) => {
	const { number } = await inOffice((office) => office.processing());
	const supervisor = await staffPage(browser, 'duban', { javaScriptEnabled: false });
	await act(supervisor, number, 'urge', { note: '请周五前给个说法。' });
	await supervisor.waitForURL('**done=urge');
	await expect(supervisor.locator('main')).toContainText('请周五前给个说法。');

	const handler = await staffPage(browser, 'chengban', { javaScriptEnabled: false });
	await expect(async () => {
		await handler.goto('/staff/inbox');
		await expect(handler.locator('main li', { hasText: number }).first()).toContainText('有人催办', { timeout: 500 });
	}).toPass({ timeout: 30_000 });
	await handler.goto(`/staff/cases/${number}`);
	await expect(handler.locator('main')).toContainText('请周五前给个说法。');

	await act(supervisor, number, 'urge', { note: '再催一次。' });
	await expect(supervisor.locator('[role=alert]')).toContainText('今天已经催办过');
	expect(await supervisor.inputValue('#note')).toBe('再催一次。');
});
