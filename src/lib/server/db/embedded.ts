import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { sha256 } from '../crypto/sha256.ts';
import {
	account,
	type Account,
	type Binaries,
	prepareBinaries,
	reachable,
	run,
	spawnServer
} from './embedded-binaries.ts';

/** A real PostgreSQL under DATA_DIR, for trying out and developing. */
export type Embedded = { url: (database: string) => string; stop: () => Promise<void> };

const owner = 'owner';
/** How often this process has opened one: each opening leaves a mark of its own. */
let opened = 0;
const checkEveryMs = 1000;
/** UTF-8 with the trigrams and the pinyin order of Chinese; without a locale initdb makes SQL_ASCII. */
const newCluster = [
	...['-E', 'UTF8', '--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--lc-collate=C.UTF-8', '--lc-ctype=C.UTF-8'],
	...['--data-checksums', '-U', owner, '-A', 'trust']
];
const serverSettings = ['listen_addresses=', 'max_connections=120', 'unix_socket_permissions=0700', 'timezone=UTC'];

/**
 * Makes, starts or adopts the embedded PostgreSQL of a data folder: a cluster that already runs (after kill -9 of
 * Node) is adopted, one that dies is started again, and the last process to leave stops it. It listens on a unix
 * socket in a 0700 folder and nowhere else: its bundled libraries are old, and that folder is the guard. Databases
 * are made when missing.
 */
export async function openEmbedded(dataDir: string, databases: readonly string[]): Promise<Embedded> {
	const who = account();
	const home = reachable(path.resolve(dataDir), who);
	const cluster = path.join(home, 'postgres');
	const sockets = socketsOfRunning(cluster) ?? path.join(os.tmpdir(), `huiyin-${shortHash(home)}`);
	const users = path.join(home, 'postgres-users');
	const binaries = await prepareBinaries(who);
	await mkdir(users, { recursive: true, mode: 0o700 });
	const mark = path.join(users, `${process.pid}-${opened++}`);
	await writeFile(mark, '');

	const lock = path.join(home, 'postgres.lock');
	const ensure = () =>
		underLock(lock, async () => {
			if (await answers(sockets)) return;
			who.own(sockets);
			if (!existsSync(cluster)) await makeCluster(binaries, who, cluster);
			await startServer(binaries, who, cluster, sockets);
		});
	await ensure();
	await underLock(lock, () => makeDatabases(sockets, databases));

	let checking: Promise<void> | null = null;
	const watch = setInterval(() => {
		if (checking || isAlive(postmasterPid(cluster))) return;
		checking = ensure()
			.catch((fault: unknown) => console.warn('the embedded PostgreSQL is down and did not start again:', fault))
			.finally(() => (checking = null));
	}, checkEveryMs);
	watch.unref();
	return {
		url: (database) => `postgres:///${database}?host=${encodeURIComponent(sockets)}&user=${owner}`,
		stop: async () => {
			clearInterval(watch);
			await checking;
			await rm(mark, { force: true });
			// under the lock: who starts meanwhile has left its mark already, and the server stays; or waits until it is down
			await underLock(lock, async () => {
				if (await isUsed(users)) return;
				const pid = postmasterPid(cluster);
				if (isAlive(pid)) process.kill(pid, 'SIGINT');
				for (let tries = 0; tries < 200 && isAlive(pid); tries++) await pause(50);
				if (!isAlive(pid)) await rm(sockets, { recursive: true, force: true });
			});
		}
	};
}

/** All or nothing: what an interrupted initdb left is thrown away. */
async function makeCluster(binaries: Binaries, who: Account, cluster: string): Promise<void> {
	const unfinished = `${cluster}.new`;
	await rm(unfinished, { recursive: true, force: true });
	who.own(unfinished);
	await run(binaries, who, 'initdb', ['-D', unfinished, ...newCluster]);
	await rename(unfinished, cluster);
}

/** Until it answers. After a kill -9 the old one's children may hold its memory for a moment: then it tries again. */
async function startServer(binaries: Binaries, who: Account, cluster: string, sockets: string): Promise<void> {
	const args = ['-D', cluster, '-k', sockets, ...serverSettings.flatMap((setting) => ['-c', setting])];
	let hasEnded = spawnServer(binaries, who, cluster, args);
	for (let tries = 0; tries < 300; tries++) {
		if (await answers(sockets)) return;
		await pause(100);
		if (hasEnded() && tries % 5 === 4) hasEnded = spawnServer(binaries, who, cluster, args);
	}
	throw new Error(`the embedded PostgreSQL did not start; its log is ${path.join(cluster, 'server.log')}`);
}

async function makeDatabases(sockets: string, databases: readonly string[]): Promise<void> {
	const sql = postgres({ host: sockets, username: owner, database: 'postgres', max: 1, onnotice: () => {} });
	try {
		for (const name of databases) {
			const [found] = await sql`select 1 from pg_database where datname = ${name}`;
			if (!found) await sql`create database ${sql(name)}`;
		}
	} finally {
		await sql.end();
	}
}

async function answers(sockets: string): Promise<boolean> {
	if (!existsSync(path.join(sockets, '.s.PGSQL.5432'))) return false;
	const sql = postgres({
		host: sockets,
		username: owner,
		database: 'postgres',
		max: 1,
		connect_timeout: 2,
		onnotice: () => {}
	});
	try {
		await sql`select 1`;
		return true;
	} catch (fault) {
		// refused, starting up, or a socket file that a kill left: not there yet
		return !(fault instanceof Error);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

/** A server that was started under another TMPDIR listens where its own file says. */
function socketsOfRunning(cluster: string): string | null {
	if (!isAlive(postmasterPid(cluster))) return null;
	return readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[4] || null;
}

function postmasterPid(cluster: string): number {
	const file = path.join(cluster, 'postmaster.pid');
	return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

function isAlive(pid: number): boolean {
	if (!pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (fault) {
		return fault instanceof Error && 'code' in fault && fault.code === 'EPERM';
	}
}

/** Of those who left a mark, is anybody still alive? Marks of the dead are swept. */
async function isUsed(users: string): Promise<boolean> {
	let found = false;
	for (const mark of await readdir(users)) {
		if (isAlive(Number(mark.split('-')[0]))) found = true;
		else await rm(path.join(users, mark), { force: true });
	}
	return found;
}

/** Of processes that start together, one at a time makes or starts the cluster. A dead holder's lock is taken over. */
async function underLock(file: string, work: () => Promise<void>): Promise<void> {
	for (let tries = 0; ; tries++) {
		try {
			await writeFile(file, String(process.pid), { flag: 'wx' });
			break;
		} catch (fault) {
			if (tries > 600) throw fault;
			const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
			if (holder && !isAlive(holder)) rmSync(file, { force: true });
			await pause(100);
		}
	}
	try {
		await work();
	} finally {
		rmSync(file, { force: true });
	}
}

function shortHash(text: string): string {
	return sha256(text).toString('hex').slice(0, 12);
}
