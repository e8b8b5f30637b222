import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { raiseCallDuty } from './duties.ts';
import type { Case } from './take-case.ts';

/** 并案: the answer of the main case is each part's answer, in the same transaction; each may be rated. */
export async function answerParts(context: Context, main: Case, parts: readonly Case[]): Promise<void> {
	for (const part of parts) {
		await advance(context, part, 'follow-main', { answeredAt: part.answeredAt ?? context.now });
		await record(context, caseStream(part.id), 'case.answered-with-main', { mainId: main.id });
		await raiseCallDuty(context, part);
	}
}

/** Is anything merged into this case? */
export async function hasParts({ db }: Context, caseId: number): Promise<boolean> {
	return (await db.$count(cases, eq(cases.mainId, caseId))) > 0;
}
