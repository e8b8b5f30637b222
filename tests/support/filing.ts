import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Secrets } from '../../src/lib/server/crypto/secrets.ts';
import type { Context } from '../../src/lib/server/context.ts';
import { staff, staffRoles } from '../../src/lib/server/db/schema/staff.ts';
import { units } from '../../src/lib/server/db/schema/units.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

/** Monday 23 November 2026, noon in Shanghai. */
export const filingNoon = new Date('2026-11-23T04:00:00Z');

const secrets: Secrets = {
	masterKeys: new Map([['k1', Buffer.alloc(32, 1)]]),
	masterKeyId: 'k1',
	pepper: Buffer.alloc(32, 2),
	derivation: Buffer.alloc(32, 3)
};

export type FilingPlace = {
	database: TestDatabase;
	/** A stranger at a moment, `minutes` after noon. */
	stranger: (minutes?: number) => Context;
	close: () => Promise<void>;
};

/** The least in which a resident can file: one unit, one dispatcher, an empty folder for files. */
export async function openFilingPlace(): Promise<FilingPlace> {
	const database = await freshDatabase();
	const filesDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-files-'));
	const [unit] = await database.db.insert(units).values({ name: '党政综合办公室' }).returning();
	const [dispatcher] = await database.db
		.insert(staff)
		.values({ username: 'dispatcher', name: '李娜', unitId: unit?.id ?? 0, createdAt: filingNoon })
		.returning();
	await database.db
		.insert(staffRoles)
		.values({ staffId: dispatcher?.id ?? 0, role: 'dispatcher', confirmedAt: filingNoon });
	return {
		database,
		stranger: (minutes = 0) => ({
			db: database.db,
			actor: { kind: 'stranger' },
			now: new Date(filingNoon.getTime() + minutes * 60_000),
			secrets,
			filesDir,
			numberPrefix: 'MQ',
			announce: () => {}
		}),
		close: async () => {
			await database.drop();
			rmSync(filesDir, { recursive: true, force: true });
		}
	};
}
