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
const dataDir = '.data/browser';
const port = await freePort();
const env = {
	...process.env,
	...{ MODE: 'demo', DATA_DIR: dataDir, DATABASE_URL: '', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' }
};
rmSync(`${dataDir}/files`, { recursive: true, force: true });
// held here, so that the cluster stays up while tests stop and start the app
const embedded = await openEmbedded(dataDir, [], { anew: ['huiyin'] });
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
