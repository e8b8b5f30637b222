import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asc, eq } from 'drizzle-orm';
import type { CaseNumber } from '../../src/lib/domain/case-number.ts';
import type { Submission } from '../../src/lib/domain/submission.ts';
import { actorOf } from '../../src/lib/server/auth/sessions.ts';
import { type Case } from '../../src/lib/server/cases/take-case.ts';
import { submitCase } from '../../src/lib/server/cases/submit.ts';
import type { Context } from '../../src/lib/server/context.ts';
import type { Secrets } from '../../src/lib/server/crypto/secrets.ts';
import { cases } from '../../src/lib/server/db/schema/cases.ts';
import { events } from '../../src/lib/server/db/schema/events.ts';
import { staff } from '../../src/lib/server/db/schema/staff.ts';
import { units } from '../../src/lib/server/db/schema/units.ts';
import { seedOffice } from '../../src/lib/server/seed/office.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { lamps } from './lamps.ts';
import { noon } from './noon.ts';

export const hours = (count: number, from = noon) => new Date(from.getTime() + count * 3_600_000);
export const days = (count: number, from = noon) => hours(count * 24, from);

const secrets: Secrets = {
	masterKeys: new Map([['k1', Buffer.alloc(32, 1)]]),
	masterKeyId: 'k1',
	pepper: Buffer.alloc(32, 2),
	derivation: Buffer.alloc(32, 3)
};
export const planning = '规划建设和生态环境办公室';
export const service = '便民服务中心';

export { noon };
export type World = Awaited<ReturnType<typeof openWorld>>;

/** The demo office on a database of its own, with the one small cast that every test uses. */
export async function openWorld() {
	const database: TestDatabase = await freshDatabase();
	const filesDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-world-'));
	const { db } = database;
	let keys = 0;
	const contextFor = <A extends Context['actor']>(actor: A, now: Date): Context<A> => ({
		db,
		actor,
		now,
		secrets,
		filesDir,
		numberPrefix: 'MQ',
		announce: () => {}
	});
	await seedOffice(contextFor({ kind: 'system', job: 'test' }, noon));
	const unitRows = await db.select({ id: units.id, name: units.name }).from(units);

	const as = async (username: string, now = noon) => {
		const [person] = await db.select({ id: staff.id }).from(staff).where(eq(staff.username, username));
		return contextFor(await actorOf({ db, now }, person?.id ?? 0), now);
	};
	const submission = (changes: Partial<Submission> = {}): Submission => ({
		submissionKey: String(++keys).padStart(32, '0'),
		...lamps,
		...changes
	});
	const machine = { kind: 'kiosk', id: 1, deviceId: 0, state: 'active' } as const;
	return {
		database,
		db,
		secrets,
		contextFor,
		as,
		asId: async (id: number, now = noon) => contextFor(await actorOf({ db, now }, id), now),
		stranger: (now = noon) => contextFor({ kind: 'stranger' } as const, now),
		system: (now = noon) => contextFor({ kind: 'system', job: 'test' } as const, now),
		resident: (caseId: number, now = noon) => contextFor({ kind: 'resident', caseId, via: 'code' } as const, now),
		unitId: (name: string) => unitRows.find((unit) => unit.name === name)?.id ?? 0,
		staffId: async (username: string) => (await as(username)).actor.id,
		submission,
		/** A case just filed, from the web unless said otherwise. */
		aCase: (changes: Partial<Submission> = {}, now = noon) =>
			submitCase(contextFor(changes.channel === 'kiosk' ? machine : { kind: 'stranger' }, now), submission(changes)),
		look: async (number: CaseNumber): Promise<Case> => {
			const [found] = await db.select().from(cases).where(eq(cases.number, number));
			if (!found) throw new Error('no such case');
			return found;
		},
		/** The exact kinds of a case's events, in order. */
		kinds: async (caseId: number) => {
			const rows = await db
				.select({ kind: events.kind })
				.from(events)
				.where(eq(events.stream, `case:${caseId}`))
				.orderBy(asc(events.position));
			return rows.map(({ kind }) => kind);
		},
		close: async () => {
			await database.drop();
			rmSync(filesDir, { recursive: true, force: true });
		}
	};
}

/** The key of the refusal an act ends with; fails the test when it succeeds. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
	try {
		await act;
	} catch (fault) {
		if (fault instanceof Error && fault.name === 'Refusal') return fault.message;
		throw fault;
	}
	throw new Error('the act was not refused');
}
