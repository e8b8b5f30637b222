import { and, desc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { CaseNumber } from '../../domain/case-number.ts';
import { ladderDue, ladderSteps, type LadderStep } from '../../domain/deadline.ts';
import { runningStates } from '../../domain/lifecycle.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { texts } from '../db/schema/texts.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { raiseWatch } from './duties.ts';
import { watcherFor } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * The clock's act on an overdue case: 催办 and an apology to the resident on the due itself, 督办 one working day after
 * it, 分管负责人 three working days after it. Every step that was missed is climbed, in order; a moved due begins anew.
 */
export function climbLadder(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		let subject = await takeCase(context, number, null);
		const { dueAt } = subject;
		if (!dueAt || !runningStates.some((state) => state === subject.state)) return;
		const calendar = await loadCalendar(context.db);
		const rules = await rulesAt(context.db, subject.submittedAt);
		for (const step of ladderSteps) {
			if (subject.ladder >= step || ladderDue(dueAt, step, calendar, rules) > context.now) continue;
			permit(context, 'climb-ladder', subject);
			subject = await advance(context, subject, 'climb-ladder', { ladder: step });
			await record(context, caseStream(subject.id), 'case.laddered', { step });
			await standAt(context, subject, step);
		}
	});
}

async function standAt(context: Context, subject: Case, step: LadderStep): Promise<void> {
	if (step === 1) return apologise(context, subject);
	if (step === 2) return raiseWatch(context, subject, 'overdue', 'supervisor');
	return raiseWatch(context, subject, 'long-overdue', 'lead-official');
}

/** 超期致歉: who sees to it now, and what was last reported; the page puts it into a sentence. */
async function apologise(context: Context, subject: Case): Promise<void> {
	const watcher = await watcherFor(context, subject, 'supervisor');
	const words = await writeText(context, subject.id, 'apology', {
		supervisor: watcher ? `${watcher.unit}${watcher.name}` : '',
		latest: await latestProgress(context, subject.id)
	});
	await record(context, caseStream(subject.id), 'case.apologised', { words });
}

async function latestProgress({ db }: Context, caseId: number): Promise<string> {
	const [latest] = await db
		.select({ body: texts.body })
		.from(texts)
		.where(and(eq(texts.caseId, caseId), eq(texts.kind, 'progress')))
		.orderBy(desc(texts.id))
		.limit(1);
	return latest?.body ? v.parse(progressSchema, JSON.parse(latest.body)).text : '';
}

const progressSchema = v.object({ text: v.string() });
