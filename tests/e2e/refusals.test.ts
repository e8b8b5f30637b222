import { expect, type Page, test } from '@playwright/test';
import { act, fileCase, openCase, staffPage } from '../support/browser.ts';

// the forms by themselves; with scripts the office works in main-job and queue-tools
test.use({ javaScriptEnabled: false });

/** The reason as it is chosen, and as the resident reads it. */
const legal = '应走诉讼、仲裁、行政复议等法定程序';

/** What every refusal has: why, in plain words; where else to go; the remedies; and one check by another person. */
async function expectRefusal(page: Page, { words, route }: { words: string; route: string }): Promise<void> {
	await page.goto('/track');
	const newest = page.locator('.story li').first();
	await expect(newest.locator('h3')).toHaveText('不予受理');
	for (const said of [legal, words, `您可以: ${route}`, '12345', '信访']) await expect(newest).toContainText(said);
}

test('acceptance 30: a refusal says why, where else to go, and offers one check by another person', async ({
	page,
	browser
}) => {
	const { number } = await fileCase(page, { text: '法院已经判了，他一直不给我那份存款，请领导叫他拿出来。' });
	await openCase(page);
	const refused = { words: '法院判决的执行属于司法程序。', route: '向作出判决的法院申请强制执行。' };
	const one = await staffPage(browser, 'fenpai');
	// none goes out without words and another route
	await one.goto(`/staff/cases/${number}/reject`);
	await one.selectOption('#reasonCode', 'legal-procedure');
	await one.fill('#words', refused.words);
	await one.locator('#route').evaluate((field) => field.removeAttribute('required'));
	await one.click('form.stack button.button');
	await expect(one.locator('#route-error, [role=alert]').first()).toBeVisible();
	await expect(one.locator('#words')).toHaveValue(refused.words);
	await act(one, number, 'reject', { reasonCode: legal, ...refused });
	await one.waitForURL('**done=reject');
	await expectRefusal(page, refused);

	await page.click('form[action="?/recheck"] button');
	await page.waitForURL('**done=recheck');
	const again = { words: '复核过了：判决由法院执行，我们无权要求付款。', route: '拨打 12348 申请法律援助。' };
	// who refused does not check it
	await act(one, number, 'reject', { reasonCode: legal, ...again });
	await expect(one.locator('[role=alert]').first()).toBeVisible();
	const other = await staffPage(browser, 'fenpai2');
	await act(other, number, 'reject', { reasonCode: legal, ...again });
	await other.waitForURL('**done=reject');
	await expectRefusal(page, again);
	// once
	await expect(page.locator('form[action="?/recheck"]')).toHaveCount(0);
});
