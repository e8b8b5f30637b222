import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Chromium without a screen: it opens a page in half the time, and is all that the tests of the site need. */
const shells = ['/usr/bin/chromium-headless-shell'];
const whole = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** For the tests: a shell where there is one. Without any browser: a line that says what to install, and the end. */
export function findTestBrowser(): string {
	return firstOf(shells) ?? findBrowser();
}

/** A whole browser, as a kiosk has it: Playwright's own Chromium, else the system's. Ends like `findTestBrowser`. */
export function findBrowser(): string {
	const found = firstOf([chromium.executablePath(), ...whole]);
	if (found) return found;
	console.error(
		'No browser: apt-get install -y chromium-headless-shell chromium fonts-noto-cjk (or npx playwright install chromium)'
	);
	process.exit(1);
}

function firstOf(files: readonly string[]): string | undefined {
	return files.find((file) => existsSync(file));
}
