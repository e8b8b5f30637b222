import { expect, test } from '@playwright/test';
import { fileCase, openCase, staffPage } from '../support/browser.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

test('a changed limit counts for new cases alone, its history shows both versions, and the auditor verifies it', async ({
	page,
	browser
}) => {
	const dueOf = async () => {
		await openCase(page);
		return (await page.innerText('main')).match(/\d+ 月 \d+ 日（/)?.[0];
	};
	const administrator = await staffPage(browser, 'guanli', { javaScriptEnabled: false });
	const set = async (days: string) => {
		await administrator.goto('/staff/admin/limits');
		await administrator.fill('[name="deadline.ordinaryDays"]', days);
		await administrator.getByRole('button', { name: '保存' }).click();
	};
	await fileCase(page);
	const old = await dueOf();
	await set('8');
	await expect(administrator.locator('[role=alert]')).toContainText('范围');
	await expect(administrator.locator('[name="deadline.ordinaryDays"]')).toHaveValue('8');
	await set('5');
	await expect(administrator.locator('[role=status]')).toContainText('已保存');
	const change = administrator.locator('.change').first();
	await expect(change).toContainText('一般诉求几天内答复');
	await expect(change.locator('s')).toHaveText('7');
	await expect(change.locator('strong')).toHaveText('5');
	await administrator.screenshot({ path: 'test-results/rules.png', fullPage: true });

	await page.reload();
	expect((await page.innerText('main')).match(/\d+ 月 \d+ 日（/)?.[0]).toBe(old);
	const other = await (await browser.newContext()).newPage();
	await fileCase(other);
	await openCase(other);
	expect((await other.innerText('main')).match(/\d+ 月 \d+ 日（/)?.[0]).not.toBe(old);
	await set('7');

	const auditor = await staffPage(browser, 'shenji');
	await auditor.goto('/staff/audit?kind=settings.limit-changed');
	const row = auditor.locator('tbody tr', { hasText: 'deadline.ordinaryDays' });
	await expect(row.first()).toContainText('guanli');
	await expect(row.first()).toContainText('from: 5');
	await auditor.getByRole('link', { name: '核对这里列出的记录' }).click();
	await expect(auditor.locator('[role=status]')).toContainText('都完好');
	await auditor.screenshot({ path: 'test-results/audit.png', fullPage: true });
	// what the administrator posts is nowhere for an auditor
	const { origin } = new URL(auditor.url());
	const post = await auditor.request.post('/staff/admin/limits', { form: {}, headers: { origin } });
	expect(post.status()).toBe(404);
	const [file] = await Promise.all([
		auditor.waitForEvent('download'),
		auditor.getByRole('button', { name: '导出 CSV' }).click()
	]);
	expect(file.suggestedFilename()).toMatch(/^audit-.*\.csv$/);

	const supervisor = await staffPage(browser, 'duban');
	await supervisor.goto('/staff/oversight?list=overdue&orphans=now');
	await expect(supervisor.locator('[role=status]')).toContainText('0 件');
	await supervisor.screenshot({ path: 'test-results/oversight.png', fullPage: true });
});
