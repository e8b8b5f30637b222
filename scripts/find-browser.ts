import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Playwright's own Chromium, else the system's. Without one: a line that says what to install, and the end. */
export function findBrowser(): string {
	const found = [chromium.executablePath(), ...installed].find((file) => existsSync(file));
	if (found) return found;
	console.error(
		'No browser for the tests: apt-get install -y chromium fonts-noto-cjk (or npx playwright install chromium)'
	);
	process.exit(1);
}
