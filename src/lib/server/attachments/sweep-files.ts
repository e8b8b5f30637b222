import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { and, eq, exists, gt, inArray, isNull, lt, not, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { drafts } from '../db/schema/drafts.ts';
import { isFileId, removeStored } from './files.ts';

const dayMs = 86_400_000;

/**
 * Removes photos that nobody handed in within 8 days and no live draft still holds, and files no row names that are
 * older than a day (a crash between writing and committing leaves them; ruling 25).
 */
export async function sweepFiles(context: Context): Promise<void> {
	const { db, now, filesDir } = context;
	const liveDraft = db
		.select({ one: sql`1` })
		.from(drafts)
		.where(and(eq(drafts.id, attachments.draftId), gt(drafts.expiresAt, now)));
	const old = lt(attachments.createdAt, new Date(now.getTime() - 8 * dayMs));
	const forgotten = await db
		.delete(attachments)
		.where(and(isNull(attachments.caseId), old, not(exists(liveDraft))))
		.returning({ id: attachments.id });
	for (const { id } of forgotten) await removeStored(filesDir, id);

	for (const folder of await folders(filesDir)) {
		const aged: string[] = [];
		for (const name of (await readdir(path.join(filesDir, folder))).filter(isFileId)) {
			const { mtimeMs } = await stat(path.join(filesDir, folder, name));
			if (now.getTime() - mtimeMs > dayMs) aged.push(name);
		}
		if (aged.length === 0) continue;
		const named = await db.select({ id: attachments.id }).from(attachments).where(inArray(attachments.id, aged));
		const kept = new Set(named.map(({ id }) => id));
		for (const id of aged) if (!kept.has(id)) await removeStored(filesDir, id);
	}
}

/** The 256 folders as far as they exist; nothing else under `filesDir` is touched. */
async function folders(filesDir: string): Promise<string[]> {
	if (!existsSync(filesDir)) return [];
	return (await readdir(filesDir)).filter((name) => /^[0-9a-f]{2}$/.test(name));
}
