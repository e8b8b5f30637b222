import { mkdir, open as openFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** Is this a name of ours? Anything else never reaches the disk or the database. */
export function isFileId(id: string): boolean {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** Where a file lies: a UUID, in one of 256 folders. Throws on any other name. */
export function pathOf(filesDir: string, id: string): string {
	if (!isFileId(id)) throw new Error('not a file of ours');
	return path.join(filesDir, id.slice(0, 2), id);
}

/** Written and fsynced, with its folder, before the commit that names it (ruling 25, trust D4). */
export async function writeDurably(filesDir: string, id: string, bytes: Buffer): Promise<void> {
	const target = pathOf(filesDir, id);
	const folder = path.dirname(target);
	const made = await mkdir(folder, { recursive: true, mode: 0o700 });
	if (made) await syncFolder(path.dirname(made));
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
	await syncFolder(folder);
}

/** The sealed bytes; throws ENOENT when the file is gone. */
export function readStored(filesDir: string, id: string): Promise<Buffer> {
	return readFile(pathOf(filesDir, id));
}

/** Removes a file; one that is already gone is fine. */
export async function removeStored(filesDir: string, id: string): Promise<void> {
	await rm(pathOf(filesDir, id), { force: true });
}

async function syncFolder(folder: string): Promise<void> {
	const directory = await openFile(folder, 'r');
	try {
		await directory.sync();
	} finally {
		await directory.close();
	}
}
