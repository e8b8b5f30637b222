import path from 'node:path';
import { eq } from 'drizzle-orm';
import { readStoredNumber, type CaseNumber } from '../../src/lib/domain/case-number.ts';
import type { Submission } from '../../src/lib/domain/submission.ts';
import { acceptProposal } from '../../src/lib/server/cases/accept-proposal.ts';
import type { Proposal } from '../../src/lib/server/cases/open-proposal.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import type { Context } from '../../src/lib/server/context.ts';
import { connect } from '../../src/lib/server/db/connect.ts';
import { cases } from '../../src/lib/server/db/schema/cases.ts';
import { openTeller, type Teller } from '../../src/lib/server/seed/tell.ts';
import { goodParts } from './good-answer.ts';
import { planning, type Username } from './browser.ts';
import { lamps } from './lamps.ts';

export type Told = { caseId: number; number: CaseNumber };

/**
 * The office of the server under test, acting without a browser: for what a test needs to be there but is not about.
 * Everything happens now.
 */
export async function inOffice<Result>(work: (office: Office) => Promise<Result>): Promise<Result> {
	const { databaseUrl, dataDir, secrets, numberPrefix } = readConfig(process.env);
	const { db, close } = connect(databaseUrl, { max: 1 });
	const contextFor = <A extends Context['actor']>(actor: A, now = new Date()): Context<A> => ({
		...{ db, actor, now, secrets, numberPrefix },
		filesDir: path.join(dataDir, 'files'),
		announce: () => {}
	});
	try {
		return await work(officeOf(await openTeller({ db, contextFor })));
	} finally {
		await close();
	}
}

/** A filed case to a published answer. */
export function carryToAnswer(number: string): Promise<void> {
	return inOffice(async (office) => office.carryToAnswer(await office.told(number)));
}

export type Office = ReturnType<typeof officeOf>;

function officeOf(teller: Teller) {
	const { db } = teller.house;
	const versionOf = async (caseId: number) => (await teller.find(caseId)).version;
	const as = (username: Username) => teller.as(username, new Date());
	const file = async (changes: Partial<Submission> = {}): Promise<Told> =>
		teller.submit({ ...lamps, ...changes }, new Date());
	const assigned = async (changes: Partial<Submission> = {}, unit = planning): Promise<Told> => {
		const { caseId, number } = await file(changes);
		await teller.accept(caseId, number, new Date());
		await teller.assign(caseId, number, unit, new Date());
		return { caseId, number };
	};
	const sign = ({ caseId, number }: Told) => teller.sign(caseId, number, 'chengban', new Date());
	const drafted = ({ caseId, number }: Told) => teller.answer(caseId, number, 'solved', goodParts, new Date());
	return {
		...teller,
		/** An act of one member of staff on a case as it stands. */
		by: async <Result>(
			username: Username,
			{ caseId, number }: Told,
			act: (context: Context, number: CaseNumber, version: number) => Promise<Result>
		): Promise<Result> => act(await as(username), number, await versionOf(caseId)),
		file,
		assigned,
		processing: async (changes: Partial<Submission> = {}): Promise<Told> => {
			const told = await assigned(changes);
			await sign(told);
			return told;
		},
		drafted,
		/** From wherever it stands before assignment to a published answer. */
		carryToAnswer: async (told: Told): Promise<void> => {
			const { caseId, number } = told;
			if ((await teller.find(caseId)).state === 'submitted') await teller.accept(caseId, number, new Date());
			await teller.assign(caseId, number, planning, new Date());
			await sign(told);
			await drafted(told);
			await teller.publish(caseId, number, new Date());
		},
		/** Decided by whoever it was put before. */
		decide: async ({ caseId, number }: Told, { id, deciderId }: Proposal): Promise<void> => {
			const version = await versionOf(caseId);
			await acceptProposal(await teller.asId(deciderId, new Date()), number, { version, proposalId: id });
		},
		told: async (number: string): Promise<Told> => {
			const [found] = await db.select({ id: cases.id }).from(cases).where(eq(cases.number, number)).limit(1);
			if (!found) throw new Error(`no case ${number}`);
			return { caseId: found.id, number: readStoredNumber(number) };
		}
	};
}

/** What a resident leaves who may be called back. */
export const phone = { identity: 'contact', contact: { name: '', phone: '+8613800138000', email: '' } } as const;
