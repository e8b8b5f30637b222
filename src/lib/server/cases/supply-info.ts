import type { CaseNumber } from '../../domain/case-number.ts';
import { pauseShift } from '../../domain/deadline.ts';
import { eq, sql } from 'drizzle-orm';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { dueOf } from './accept.ts';
import { advance } from './advance.ts';
import { searchVector } from '../db/search-vector.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** Binds photos to the text they came with; returns how many. */
export type Attach = (context: Context, caseId: number, textId: number) => Promise<number>;
const nothingAttached: Attach = async () => 0;

/** What a pause does to the due date: whole calendar days between request and supplement, 10 in all (ruling 3). */
export async function resumed({ db, now }: Context, subject: Case) {
	const rules = await rulesAt(db, subject.submittedAt);
	const { dueAt, pausedDays } = pauseShift({
		dueAt: subject.dueAt ?? subject.firstDueAt,
		pausedAt: subject.pausedAt ?? now,
		resumedAt: now,
		usedDays: subject.pausedDays,
		limitDays: rules['deadline.pauseDays']
	});
	return { dueAt, pausedDays, pausedAt: null, supplyBy: null, resumesTo: null };
}

/**
 * 补充情况 by the resident. Where something was asked for, the case goes back and its clock runs on; otherwise it is
 * a notice beside the case and moves nothing (ruling 30).
 */
export function supplyInfo(
	context: Context,
	number: CaseNumber,
	{ text }: { text: string },
	attach: Attach = nothingAttached
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		const act = subject.state === 'need_info' ? 'supply-info' : 'supplement';
		permit(context, act, subject);
		const words = await writeText(context, subject.id, 'supplement', { text });
		const photos = await attach(context, subject.id, words.textId);
		const indexed = { search: sql<string>`${cases.search} || ${searchVector(text)}` };
		if (act === 'supplement') {
			const supplemented = await advance(context, subject, act);
			await context.db.update(cases).set(indexed).where(eq(cases.id, subject.id));
			await record(context, caseStream(subject.id), 'case.supplemented', { text: words, photos });
			return supplemented;
		}
		const back = await advance(context, subject, act, await resumed(context, subject));
		await context.db.update(cases).set(indexed).where(eq(cases.id, subject.id));
		await record(context, caseStream(subject.id), 'case.info-supplied', { text: words, photos, dueAt: dueOf(back) });
		return back;
	});
}
