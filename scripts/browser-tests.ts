import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { openEmbedded } from '../src/lib/server/db/embedded.ts';
import { seedDemo } from '../src/lib/server/seed/demo.ts';
import { buildIfStale } from './build-if-stale.ts';
import { findBrowser } from './find-browser.ts';
import { withHouse } from './house.ts';

/**
 * End-to-end and accessibility tests against the built server, on a database of their own with demo life in it.
 * Arguments go to Playwright: `npm run test:e2e -- --project e2e filing`.
 */
const browser = findBrowser();
buildIfStale();
const port = await freePort();
// a name that the integration tests sweep away when it is old; several runs may go side by side
const database = `huiyin_test_${Date.now()}_browser`;
const dataDir = `.data/browser-${port}`;
const embedded = await openEmbedded('.data/test', [database]);
const env = {
	...process.env,
	...{ MODE: 'demo', DATA_DIR: dataDir, DATABASE_URL: embedded.url(database), HOST: '127.0.0.1' },
	...{ PORT: String(port), LOG_LEVEL: 'error', ORIGIN: '', TRUSTED_HOPS: '0' }
};
await withHouse(env, async (house) => {
	await seedDemo(house);
});

const server = spawn(process.execPath, ['src/server.ts'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
let status: number;
try {
	await ready(server, `http://127.0.0.1:${port}/readyz`);
	const tests = spawn('playwright', ['test', ...process.argv.slice(2)], {
		env: { ...env, BROWSER: browser, BASE_URL: `http://localhost:${port}` },
		stdio: 'inherit'
	});
	[status] = await once(tests, 'exit');
} finally {
	if (server.exitCode === null) {
		server.kill('SIGTERM');
		await once(server, 'exit');
	}
	await embedded.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
process.exit(status);

async function ready(child: ChildProcess, url: string): Promise<void> {
	for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
		const answer = await fetch(url).catch(() => null);
		if (answer?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error('the server did not get ready');
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
