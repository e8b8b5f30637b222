import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { openEmbedded } from '../src/lib/server/db/embedded.ts';
import { seedDemo } from '../src/lib/server/seed/demo.ts';
import { openSpeechService } from '../tests/support/speech-service.ts';
import { buildIfStale } from './build-if-stale.ts';
import { findBrowser, findTestBrowser } from './find-browser.ts';
import { withHouse } from './house.ts';
import { freePort, serve, type Served } from './served.ts';

/**
 * End-to-end and accessibility tests against the built server, on a database of their own with demo life in it.
 * Arguments go to Playwright: `npm run test:e2e -- --project e2e filing`.
 */
const browser = findTestBrowser();
buildIfStale();
const port = await freePort();
// a name that the integration tests sweep away when it is old; several runs may go side by side
const database = `huiyin_test_${Date.now()}_browser`;
const dataDir = `.data/browser-${port}`;
const speech = await openSpeechService();
const embedded = await openEmbedded('.data/test', [database]);
const env = {
	...process.env,
	...{ MODE: 'demo', DATA_DIR: dataDir, DATABASE_URL: embedded.url(database), HOST: '127.0.0.1' },
	...{ PORT: String(port), LOG_LEVEL: 'error', ORIGIN: '', TRUSTED_HOPS: '0' },
	TRANSCRIBE_URL: speech.url('/good'),
	// for what must live on disk like a kiosk's
	WHOLE_BROWSER: findBrowser()
};
await withHouse(env, async (house) => {
	await seedDemo(house);
});

let served: Served | null = null;
let status: number;
try {
	served = await serve(env);
	const tests = spawn('playwright', ['test', ...process.argv.slice(2)], {
		env: { ...env, BROWSER: browser, BASE_URL: `http://localhost:${port}` },
		stdio: 'inherit'
	});
	[status] = await once(tests, 'exit');
} finally {
	await served?.stop();
	await speech.close();
	await embedded.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
process.exit(status);
