import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';

/** A browser as it stands at a reception point: a process of its own over a profile that outlives it. */
export type KioskBrowser = {
	page: Page;
	/** When its process was started, ms of `performance.now()`. */
	startedAt: number;
	/** kill -9 of the browser and everything it has started, as a power cut would. */
	kill: () => Promise<void>;
	/** The way it ends when somebody closes it. */
	close: () => Promise<void>;
};

type Wanted = {
	executable: string;
	/** Its user data folder. */
	profile: string;
	/** The page it opens by itself. */
	url?: string;
};

const isRoot = process.getuid?.() === 0;
const flags = [
	...(isRoot ? ['--no-sandbox'] : []),
	...['--headless=new', '--kiosk', '--kiosk-printing', '--screen-info={1080x1920}', '--touch-events=enabled'],
	...['--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update'],
	...['--disable-sync', '--password-store=basic', '--remote-debugging-port=0', '--lang=zh-CN'],
	...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost'
];

/** Starts Chromium with the flags of the kiosk's unit (docs/kiosk), without a screen, and takes hold of its page. */
export async function openKioskBrowser({ executable, profile, url = 'about:blank' }: Wanted): Promise<KioskBrowser> {
	const startedAt = performance.now();
	const child = spawn(executable, [...flags, `--user-data-dir=${profile}`, url], {
		detached: true,
		stdio: ['ignore', 'ignore', 'pipe'],
		env: { ...process.env, TZ: 'Asia/Shanghai' }
	});
	const exit = once(child, 'exit');
	const kill = async () => {
		// detached: it leads a process group, and the group goes as a whole
		if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
		await exit;
	};
	try {
		const browser = await chromium.connectOverCDP(await addressOf(child.stderr, exit));
		const [context] = browser.contexts();
		const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
		if (!page) throw new Error('the browser has no page');
		const close = async () => {
			const session = await browser.newBrowserCDPSession();
			await session.send('Browser.close').catch(() => undefined);
			await exit;
		};
		return { page, startedAt, kill, close };
	} catch (fault) {
		await kill();
		throw fault;
	}
}

/** Where it listens, by its own word; what it says afterwards is read and dropped. */
async function addressOf(stderr: NodeJS.ReadableStream, exit: Promise<unknown>): Promise<string> {
	const said = new Promise<string>((resolve) => {
		createInterface(stderr).on('line', (line) => {
			const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
			if (address) resolve(address);
		});
	});
	const over = exit.then(() => Promise.reject(new Error('the browser ended at its start')));
	return Promise.race([said, over]);
}
