import { writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { casesFile, prepareCases } from './every-page.ts';
import { holdTwo } from './held.ts';

test('a case stands in every state that staff pages need', async ({ browser }) => {
	test.setTimeout(180_000);
	await holdTwo();
	writeFileSync(casesFile, JSON.stringify(await prepareCases(browser)));
});
