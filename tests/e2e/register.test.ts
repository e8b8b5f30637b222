import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import readXlsxFile from 'read-excel-file/node';
import { fileCase, staffPage } from '../support/browser.ts';
import { formerWorkbook, tryWorkbook } from '../support/former-register.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;

test('the register is filtered by its address, taken along as a workbook, and printed', async ({ page, browser }) => {
	const { number } = await fileCase(page, { type: 'question', text: '想问一下社保卡丢了怎么补办？' });
	const supervisor = await staffPage(browser, 'duban', { javaScriptEnabled: false });
	await supervisor.goto('/staff/register');
	await supervisor.selectOption('#type', 'question');
	await supervisor.selectOption('#state', 'submitted');
	await supervisor.getByRole('button', { name: '筛选', exact: true }).click();
	await supervisor.waitForURL('**type=question**');
	await expect(supervisor.locator('tbody tr').first()).toContainText(number);
	await expect(supervisor.locator('tbody')).not.toContainText('已答复');
	await supervisor.screenshot({ path: 'test-results/register.png', fullPage: true });

	const [download] = await Promise.all([
		supervisor.waitForEvent('download'),
		supervisor.getByRole('button', { name: '导出 Excel' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/^register-.*\.xlsx$/);
	const [sheet] = await readXlsxFile(readFileSync(await download.path()));
	const [headings, first] = sheet?.data ?? [];
	expect(headings?.[0]).toBe('编号');
	expect(first?.[0]).toBe(number);
	expect(first?.[1]).toBeInstanceOf(Date);

	await supervisor.getByRole('link', { name: '打印列表' }).click();
	await supervisor.getByRole('button', { name: '生成打印列表' }).click();
	await expect(supervisor.locator('article tbody tr').first()).toContainText(number);
	const printed = await supervisor.pdf({ path: 'test-results/register-list.pdf', preferCSSPageSize: true });
	expect(pagesOf(printed)).toBe(1);
});

test('a case is printed as a sheet and as a dossier, closed ones are bound, and none names who it was', async ({
	page,
	browser
}) => {
	const { number } = await fileCase(page, { identity: 'contact', phone: '13812345678' });
	const dispatcher = await staffPage(browser, 'fenpai');
	await dispatcher.goto(`/staff/cases/${number}`);
	await dispatcher.getByRole('link', { name: '打印办理单' }).click();
	await dispatcher.waitForURL('**/sheet');
	const sheet = dispatcher.locator('article');
	await expect(sheet).toContainText('已封存');
	await expect(sheet).toContainText('路灯坏了半个多月');
	await expect(sheet.locator('img')).toBeVisible();
	await dispatcher.screenshot({ path: 'test-results/case-sheet.png', fullPage: true });
	const printed = await dispatcher.pdf({ path: 'test-results/case-sheet.pdf', preferCSSPageSize: true });
	expect(pagesOf(printed)).toBe(1);
	expect(await dispatcher.content()).not.toContain('13812345678');
	await dispatcher.goto(`/staff/cases/${number}/dossier`, { waitUntil: 'networkidle' });
	await expect(dispatcher.locator('article')).toContainText(number);
	expect(await dispatcher.content()).not.toContain('13812345678');
	await dispatcher.pdf({ path: 'test-results/dossier.pdf', preferCSSPageSize: true });

	await dispatcher.goto('/staff/register/volume', { waitUntil: 'networkidle' });
	await dispatcher.getByRole('button', { name: '装订成册' }).click();
	await expect(dispatcher.locator('article section').first()).toContainText('目录');
	expect(await dispatcher.locator('article section.one').count()).toBeGreaterThan(0);
	await dispatcher.pdf({ path: 'test-results/volume.pdf', preferCSSPageSize: true });
});

test('the former register is tried, mended and written', async ({ browser }) => {
	const dispatcher = await staffPage(browser, 'fenpai');
	const open = [
		'甲-1',
		'2026-10-30',
		'张三',
		'13800138000',
		'求助',
		'路灯',
		'老街的路灯坏了。',
		'规划建设和生态环境办公室',
		'在办',
		'',
		''
	];
	const closed = [
		'甲-2',
		'2026-09-01',
		'李四',
		'',
		'咨询',
		'',
		'想问一下医保怎么交。',
		'便民服务中心',
		'已办结',
		'2026-09-03',
		'已当面说明'
	];
	await tryWorkbook(dispatcher, await formerWorkbook(open, closed.with(1, '去年')));
	await expect(dispatcher.locator('tbody tr').nth(1)).toContainText('B3 收件日期看不懂');
	await expect(dispatcher.locator('main')).toContainText('C 列“反映人姓名”');
	await expect(dispatcher.locator('main')).not.toContainText('张三');
	await dispatcher.screenshot({ path: 'test-results/import-trial.png', fullPage: true });

	await tryWorkbook(dispatcher, await formerWorkbook(open, closed));
	await dispatcher.getByRole('button', { name: '写入 2 件' }).click();
	await expect(dispatcher.locator('[role=status]')).toContainText('新建 2 件');
	await dispatcher.screenshot({ path: 'test-results/import-done.png', fullPage: true });
	await dispatcher.getByRole('link', { name: '在台账里看导入的件' }).click();
	await expect(dispatcher.locator('tbody tr')).toHaveCount(2);
	await expect(dispatcher.locator('tbody')).toContainText('已办结');
	// again: nothing new
	await tryWorkbook(dispatcher, await formerWorkbook(open, closed));
	await expect(dispatcher.locator('main')).toContainText('以前试过或导入过');
});
