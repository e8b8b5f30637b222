import { mkdir, open as openFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** Our own names only: a UUID, in one of 256 folders. */
export function pathOf(filesDir: string, id: string): string {
	if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('not a file of ours');
	return path.join(filesDir, id.slice(0, 2), id);
}

/** Written and fsynced, with its folder, before the commit that names it (ruling 25, trust D4). */
export async function writeDurably(filesDir: string, id: string, bytes: Buffer): Promise<void> {
	const target = pathOf(filesDir, id);
	const folder = path.dirname(target);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const file = await openFile(target, 'wx', 0o600);
	try {
		await file.writeFile(bytes);
		await file.sync();
	} catch (fault) {
		await rm(target, { force: true });
		throw fault;
	} finally {
		await file.close();
	}
	const directory = await openFile(folder, 'r');
	try {
		await directory.sync();
	} finally {
		await directory.close();
	}
}

export function readStored(filesDir: string, id: string): Promise<Buffer> {
	return readFile(pathOf(filesDir, id));
}

export async function removeStored(filesDir: string, id: string): Promise<void> {
	await rm(pathOf(filesDir, id), { force: true });
}
