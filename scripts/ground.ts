import { rmSync } from 'node:fs';
import path from 'node:path';
import { account, reachable } from '../src/lib/server/db/embedded-binaries.ts';
import { killPostmaster, postmasterOf } from '../tests/load/postmaster.ts';
import { buildIfStale } from './build-if-stale.ts';
import { freePort, serve, type Served } from './served.ts';

/** Where a run takes place: a data folder, a database and a port of its own. */
export type Ground = {
	env: NodeJS.ProcessEnv & { PORT: string };
	dataDir: string;
	/** Where the embedded database lies. */
	home: string;
	/** Starts the built server; what runs at the end is ended by the ground. */
	start: () => Promise<Served>;
	/** Something else that the run has started and the ground ends. */
	onEnd: (end: () => Promise<void>) => void;
};

/** A figure of the table, and whether it is as it must be. */
export type Row = [what: string, figure: number | string, isRight: boolean];

/** Builds what is stale, lets the run take place, ends whatever it has started, and exits with 1 unless it went well. */
export async function onGround(kind: 'faults' | 'bench', run: (ground: Ground) => Promise<boolean>): Promise<void> {
	buildIfStale();
	// a folder for each run: two may go side by side, and none finds what another left
	const dataDir = path.resolve(`.data/${kind}/${process.pid}`);
	const home = reachable(dataDir, account());
	const ends: (() => Promise<void>)[] = [];
	let sockets = '';
	const ground: Ground = {
		env: {
			...process.env,
			...{ MODE: 'test', DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_OWNER_URL: '', HOST: '127.0.0.1' },
			...{ PORT: String(await freePort()), LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', ORIGIN: '', TRUSTED_HOPS: '0' }
		},
		dataDir,
		home,
		start: async () => {
			const app = await serve(ground.env);
			ends.push(app.kill);
			sockets = postmasterOf(home)?.sockets ?? sockets;
			return app;
		},
		onEnd: (end) => void ends.push(end)
	};
	const clear = async () => {
		for (const end of ends.splice(0)) await end();
		const running = postmasterOf(home);
		if (running) killPostmaster(running);
		for (const folder of [dataDir, home, sockets]) if (folder) rmSync(folder, { recursive: true, force: true });
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => void clear().then(() => process.exit(130)));
	try {
		process.exitCode = (await run(ground)) ? 0 : 1;
	} finally {
		await clear();
	}
}

/** Prints the figures; true when all of them are right. */
export function printRows(rows: readonly Row[]): boolean {
	for (const [what, figure, isRight] of rows) console.log(`${isRight ? ' ' : '✗'} ${what.padEnd(36)} ${figure}`);
	return rows.every(([, , isRight]) => isRight);
}
