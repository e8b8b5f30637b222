import type { Page } from '@playwright/test';
import writeXlsxFile from 'write-excel-file/node';

const headings = [
	...['编号', '登记日期', '反映人姓名', '联系电话', '类型', '类别', '内容', '承办单位'],
	...['办理状态', '答复日期', '办理结果']
];

/** A row that is as it should be. */
export const formerRow: string[] = [
	...['L-1', '2026-01-05', '甲', '13800138000', '求助', '路灯', '村口的路灯不亮了。', ''],
	...['在办', '', '']
];

/** A former register with these rows below its headings. */
export async function formerWorkbook(...rows: string[][]): Promise<Buffer> {
	return writeXlsxFile([headings, ...rows]).toBuffer();
}

/** Gives a former register to the page of imports and waits for the result of the trial. */
export async function tryWorkbook(page: Page, workbook: Buffer): Promise<void> {
	const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
	await page.goto('/staff/register/import', { waitUntil: 'networkidle' });
	await page.setInputFiles('#file', { name: 'taizhang.xlsx', mimeType, buffer: workbook });
	await page.click('form[enctype] button');
	await page.waitForURL(/register\/import\/\d+/);
}
