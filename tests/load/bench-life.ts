import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { seedDemo } from '../../src/lib/server/seed/demo.ts';
import { openTeller } from '../../src/lib/server/seed/tell.ts';
import { emptyDraft, newSecret, saveDraft } from '../../src/lib/server/intake/drafts.ts';
import type { House } from '../../src/lib/server/start.ts';

/** A draft that waits on the check page: the cookie that opens it, and the key its form carries. */
export type Prepared = { secret: string; submissionKey: string };
/** A case under way, and the token of the link that opens it. */
export type Tracked = { number: string; linkToken: string };

const atOnce = 8;
const words = '村口的路灯坏了半个多月，晚上漆黑一片，老人孩子出门不方便，请派人来修一修。';

/** Loads the bare server's tables and rows into its own database. */
export async function fillBare(sockets: { host: string; username: string; database: string }): Promise<void> {
	const sql = postgres({ ...sockets, max: 1, onnotice: () => {} });
	// a statement each: VACUUM does not run in a batch
	for (const statement of readFileSync('tests/load/schema.sql', 'utf8').split(';'))
		if (statement.trim()) await sql.unsafe(statement);
	await sql.end();
}

/** Demo life, and on top of it cases that somebody works on: filed, accepted, assigned, signed. */
export async function fillOurs(house: House, count: number): Promise<Tracked[]> {
	await seedDemo(house);
	const teller = await openTeller(house);
	const tracked: Tracked[] = [];
	for (let ordinal = 1; ordinal <= count; ordinal++) {
		const now = new Date();
		const submission = { ...matterOf(ordinal), ...plain };
		const { caseId, number, linkToken } = await teller.submit(submission, now);
		await teller.accept(caseId, number, now);
		await teller.assign(caseId, number, '规划建设和生态环境办公室', now);
		await teller.sign(caseId, number, 'chengban', now);
		tracked.push({ number, linkToken });
	}
	await house.sql`vacuum analyze`;
	return tracked;
}

/** Drafts as the filing pages leave them: no photo, no contact. */
export async function prepareDrafts(house: House, count: number): Promise<Prepared[]> {
	const context = house.contextFor({ kind: 'stranger' });
	const prepared: Prepared[] = [];
	const prepare = async () => {
		while (prepared.length < count) {
			const draft = { ...emptyDraft(), ...matterOf(prepared.length), identity: 'anonymous' as const };
			const secret = newSecret();
			prepared.push({ secret, submissionKey: draft.submissionKey });
			await saveDraft(context, secret, draft);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, prepare));
	return prepared;
}

function matterOf(ordinal: number) {
	return {
		type: 'help' as const,
		tilePosition: 1,
		categoryCode: '0302',
		text: `${words}（${ordinal}）`,
		place: '石桥路口'
	};
}

const plain = {
	channel: 'web' as const,
	want: '',
	title: '',
	areaId: null,
	hasDanger: false,
	identity: 'anonymous' as const,
	contact: null,
	callHours: 'any' as const,
	wantsCall: false,
	avoidUnitIds: [],
	avoidWords: '',
	attachmentIds: [],
	submittedAt: null,
	locale: 'zh-CN' as const
};
