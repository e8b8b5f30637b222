import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { endOfDay } from '../../domain/clock.ts';
import { movedAnswerDue } from '../../domain/extension.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { phases } from '../db/schema/proposals.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { dueOf } from './accept.ts';
import { advance } from './advance.ts';
import { endDuty } from './duties.ts';
import { phasesOfCase } from './phases.ts';
import { told } from './report-progress.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 一个阶段完成: the resident reads what was done, and the next phase's day is the due. After the last one the due stays:
 * by then the matter is answered. A phase finished after its day leaves the case late. Throws `plan.finished`.
 */
export function finishPhase(
	context: Context,
	number: CaseNumber,
	{ version, text }: { version: number; text: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'finish-phase', subject);
		const { db, now } = context;
		const [current, next] = (await phasesOfCase(context, subject.id)).filter(({ doneAt }) => doneAt === null);
		if (!current) throw new Refusal('plan.finished');
		await db.update(phases).set({ doneAt: now }).where(eq(phases.id, current.id));
		const changes = next ? phaseDue(subject, endOfDay(next.dueOn), now) : {};
		const after = await advance(context, subject, 'finish-phase', { ...changes, ...(await told(context, subject)) });
		await record(context, caseStream(subject.id), 'case.phase-finished', {
			position: current.position,
			dueAt: dueOf(after),
			words: await writeText(context, subject.id, 'progress', { text })
		});
		await endDuty(context, subject.id, 'progress');
		return after;
	});
}

function phaseDue({ dueAt, answerDueAt }: Case, newDueAt: Date, now: Date) {
	const moved = movedAnswerDue({ dueAt: dueAt ?? newDueAt, answerDueAt, newDueAt, now });
	return { dueAt: newDueAt, answerDueAt: moved.answerDueAt };
}
