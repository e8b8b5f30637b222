import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server of this project that runs as a child of the script. */
export type Served = {
	url: string;
	/** Resolves as soon as it says that it works. */
	ready: () => Promise<void>;
	/** kill -9, as a power cut would. */
	kill: () => Promise<void>;
	/** SIGTERM, and what follows from it: the answers under way, then the end. */
	stop: () => Promise<void>;
};

type Entry = {
	/** What Node is given: options and the file. */
	args?: readonly string[];
	/** What answers 200 once the server works. */
	readyPath?: string;
};

/** Starts the built server (or another entry) with this environment on 127.0.0.1, and waits until it answers. */
export async function serve(
	env: NodeJS.ProcessEnv & { PORT: string },
	{ args = ['src/server.ts'], readyPath = '/readyz' }: Entry = {}
): Promise<Served> {
	const child = spawn(process.execPath, args, {
		env: { ...env, HOST: '127.0.0.1' },
		stdio: ['ignore', 'inherit', 'inherit']
	});
	const url = `http://127.0.0.1:${env.PORT}`;
	const end = async (signal: NodeJS.Signals) => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill(signal);
		await once(child, 'exit');
	};
	const served = {
		url,
		ready: () => untilReady(child, `${url}${readyPath}`),
		kill: () => end('SIGKILL'),
		stop: () => end('SIGTERM')
	};
	try {
		await served.ready();
	} catch (fault) {
		await served.kill();
		throw fault;
	}
	return served;
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
	for (let tries = 0; tries < 300 && child.exitCode === null && child.signalCode === null; tries++) {
		const answer = await fetch(url).catch(() => null);
		if (answer?.ok) return;
		await pause(100);
	}
	throw new Error('the server did not get ready');
}
