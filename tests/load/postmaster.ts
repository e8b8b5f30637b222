import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** An embedded PostgreSQL at work. */
export type Postmaster = { pid: number; sockets: string };

/** Who runs the cluster of a data folder now, by its own word; null when nobody does. */
export function postmasterOf(home: string): Postmaster | null {
	const file = path.join(home, 'postgres', 'postmaster.pid');
	if (!existsSync(file)) return null;
	const [pid = '', , , , sockets = ''] = readFileSync(file, 'utf8').split('\n');
	return isAlive(Number(pid)) ? { pid: Number(pid), sockets } : null;
}

/** kill -9 of the postmaster and of every process it has started, so that no backend ends what it was doing. */
export function killPostmaster({ pid }: Postmaster): void {
	for (const each of [pid, ...childrenOf(pid)]) if (isAlive(each)) process.kill(each, 'SIGKILL');
}

/** Waits until another postmaster than `killed` runs the cluster. Throws after 30 seconds. */
export async function anotherPostmaster(home: string, killed: Postmaster): Promise<Postmaster> {
	for (let tries = 0; tries < 300; tries++) {
		const found = postmasterOf(home);
		if (found && found.pid !== killed.pid) return found;
		await pause(100);
	}
	throw new Error('nobody started the database again');
}

/** Linux tells; elsewhere PostgreSQL's children find the postmaster gone and end by themselves. */
function childrenOf(pid: number): number[] {
	const file = `/proc/${pid}/task/${pid}/children`;
	return existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
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
