import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type FollowUpOutcome, mostAttempts } from '../../domain/follow-up.ts';
import type { RatingSolved } from '../../domain/rating-levels.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { followUps } from '../db/schema/follow-ups.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { endFollowUps, followUpFor, type FollowUpTask, openFollowUp } from './follow-up-task.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type FollowedUp =
	{ outcome: 'reached'; solved: RatingSolved; words: string } | { outcome: Exclude<FollowUpOutcome, 'reached'> };

/**
 * 登记回访: what the resident says of the outcome, or an attempt that reached nobody; after the third the task ends as
 * not reached. The unit learns solved or not and no more. Throws `case.no-follow-up`, and `case.caller-must-differ` for
 * whoever had a hand in the case.
 */
export function followUp(
	context: Context,
	number: CaseNumber,
	{ version, result }: { version: number; result: FollowedUp }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'follow-up', subject);
		if (!(await openFollowUp(context, subject.id))) throw new Refusal('case.no-follow-up');
		const task = await followUpFor(context, subject);
		if (!task) throw new Refusal('case.caller-must-differ');
		if (result.outcome === 'declined') return decline(context, subject, 'follow-up');
		await advance(context, subject, 'follow-up');
		if (result.outcome === 'reached') await reached(context, task, result);
		else await tried(context, task, result.outcome);
	});
}

/** 不再回访: the resident is not rung any more, and what was planned ends. */
export function declineFollowUp(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'decline-follow-up', subject);
		if (subject.declinesFollowUp) return;
		await decline(context, subject, 'decline-follow-up');
	});
}

async function decline(context: Context, subject: Case, act: 'follow-up' | 'decline-follow-up'): Promise<void> {
	await advance(context, subject, act, { declinesFollowUp: true });
	await endFollowUps(context, subject.id, 'declined');
	await record(context, caseStream(subject.id), 'case.follow-up-declined', {});
}

async function reached(
	context: Context,
	task: FollowUpTask,
	{ solved, words }: Extract<FollowedUp, { outcome: 'reached' }>
): Promise<void> {
	const text = words ? await writeText(context, task.caseId, 'follow-up', { text: words }) : null;
	await change(context, task, { state: 'done', solved, textId: text?.textId ?? null, doneAt: context.now });
	const result = { followUpId: task.id, solved, words: text };
	await record(context, caseStream(task.caseId), 'case.followed-up', result);
}

async function tried(context: Context, task: FollowUpTask, outcome: 'no-answer' | 'wrong-number'): Promise<void> {
	const isLast = task.attempts + 1 >= mostAttempts;
	await change(context, task, isLast ? { state: 'not-reached', doneAt: context.now } : {});
	await record(context, caseStream(task.caseId), 'case.follow-up-tried', { followUpId: task.id, outcome });
}

async function change(context: Context, task: FollowUpTask, changes: Partial<FollowUpTask>): Promise<void> {
	const { db, now, actor } = context;
	const doneById = actor.kind === 'staff' ? actor.id : null;
	await db
		.update(followUps)
		.set({ attempts: task.attempts + 1, lastTriedAt: now, doneById, ...changes })
		.where(eq(followUps.id, task.id));
}
