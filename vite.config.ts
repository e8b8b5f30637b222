import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { kioskFiles } from './scripts/kiosk-files.ts';
import { mendDriver } from './scripts/mend-driver.ts';
import { serverForNode } from './scripts/server-for-node.ts';

export default defineConfig({
	plugins: [mendDriver(), sveltekit(), serverForNode(), kioskFiles()],
	build: {
		// 「Chromium 99 / Safari 15.4 and later」 get the looks; older browsers the plain page
		target: ['chrome99', 'safari15.4', 'firefox102']
	},
	test: {
		projects: [
			{ extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
			{
				extends: true,
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					environment: 'node',
					globalSetup: ['tests/support/database.ts'],
					maxWorkers: 2,
					testTimeout: 20_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
