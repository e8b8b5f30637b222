import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { and, inArray, isNull, lt } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { removeStored } from './files.ts';

const dayMs = 86_400_000;

/**
 * Removes photos that nobody handed in within 8 days, and files no row names that are older than a day (a crash
 * between writing and committing leaves them; ruling 25).
 */
export async function sweepFiles(context: Context): Promise<void> {
	const { db, now, filesDir } = context;
	const forgotten = await db
		.delete(attachments)
		.where(and(isNull(attachments.caseId), lt(attachments.createdAt, new Date(now.getTime() - 8 * dayMs))))
		.returning({ id: attachments.id });
	for (const { id } of forgotten) await removeStored(filesDir, id);

	for (const folder of await readdir(filesDir).catch(() => [])) {
		const names = await readdir(path.join(filesDir, folder));
		const old: string[] = [];
		for (const name of names) {
			const { mtimeMs } = await stat(path.join(filesDir, folder, name));
			if (now.getTime() - mtimeMs > dayMs) old.push(name);
		}
		if (old.length === 0) continue;
		const named = await db.select({ id: attachments.id }).from(attachments).where(inArray(attachments.id, old));
		const kept = new Set(named.map(({ id }) => id));
		for (const id of old) if (!kept.has(id)) await removeStored(filesDir, id);
	}
}
