import { writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { staffPage } from './browser.ts';
import { casesFile, prepareCases } from './every-page.ts';
import { formerRow, formerWorkbook, tryWorkbook } from './former-register.ts';
import { holdTwo } from './held.ts';

test('a case stands in every state that staff pages need', async ({ browser }) => {
	test.setTimeout(180_000);
	await holdTwo();
	writeFileSync(casesFile, JSON.stringify(await prepareCases(browser)));
	// the result of a trial to look at, with a row that is wrong
	await tryWorkbook(await staffPage(browser, 'fenpai'), await formerWorkbook(formerRow, formerRow.with(1, '去年')));
});
