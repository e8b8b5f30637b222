import { defineConfig } from '@playwright/test';

/** Run by `npm run test:e2e`, which starts the built server and says where it and the browser are. */
const { BASE_URL, BROWSER } = process.env;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
	testDir: 'tests',
	outputDir: 'test-results',
	forbidOnly: true,
	retries: 0,
	workers: 3,
	fullyParallel: true,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
	use: {
		baseURL: BASE_URL,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: BROWSER,
			args: [
				...(isRoot ? ['--no-sandbox'] : []),
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--no-first-run',
				// the kiosk hears a tone
				'--use-fake-device-for-media-stream',
				'--use-fake-ui-for-media-stream',
				// the site asks nothing of other hosts, and the browser must not either
				'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost'
			]
		}
	},
	projects: [
		// a one-time code works once: everybody signs in a single time, and the tests share the sessions
		{ name: 'sign-in', testMatch: 'support/sign-in.setup.ts' },
		{ name: 'e2e', testMatch: 'e2e/**/*.test.ts', dependencies: ['sign-in'] },
		{ name: 'cases', testMatch: 'support/cases.setup.ts', dependencies: ['sign-in'] },
		{ name: 'a11y', testMatch: 'a11y/**/*.test.ts', dependencies: ['cases'] },
		{ name: 'screens', testMatch: 'screens/**/*.shots.ts', dependencies: ['cases'] }
	]
});
