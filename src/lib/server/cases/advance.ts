import { eq } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { acceptDue, noticeDue, workdayAfter } from '../../domain/deadline.ts';
import { after, type Act, type CaseState, isOpen } from '../../domain/lifecycle.ts';
import { holdsProposals } from '../../domain/proposal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { endDuty } from './duties.ts';
import { endTasks } from './joint-tasks.ts';
import { silenceAlarm } from './silence-alarm.ts';
import { endOpenProposal } from './open-proposal.ts';
import type { Case } from './take-case.ts';

type Changes = Omit<
	PgUpdateSetSource<typeof cases>,
	| ('id' | 'number' | 'state' | 'version' | 'ownerId' | 'unitId' | 'dueAt' | 'answerDueAt')
	| ('stepDueAt' | 'noticeDueAt')
> &
	Partial<Pick<typeof cases.$inferInsert, 'ownerId' | 'unitId' | 'dueAt' | 'answerDueAt' | 'noticeDueAt'>>;

/**
 * Moves a locked case on: the state comes from the table of acts and from nowhere else. The version grows when
 * state, owner, unit or due changes, and only then (ruling 30). While the first answer is owed its due follows the
 * case's, unless `changes` say otherwise or it was missed before (then the two differ); the due of the step and of the
 * next notice, and tasks of assisting units, follow the state. A proposal ends when the case leaves the state it was
 * made in; what was owed because of a due or a notice ends where that moves.
 */
export async function advance(context: Context, subject: Case, act: Act, changes: Changes = {}): Promise<Case> {
	const state = after(act, subject.state, subject.resumesTo);
	const isDueMoved = changes.dueAt !== undefined && changes.dueAt?.getTime() !== subject.dueAt?.getTime();
	const moved =
		state !== subject.state ||
		(changes.ownerId !== undefined && changes.ownerId !== subject.ownerId) ||
		(changes.unitId !== undefined && changes.unitId !== subject.unitId) ||
		isDueMoved;
	const owesFirstAnswer = subject.round === 1 && isOpen(state) && state !== 'answered' && state !== 'rework';
	const isInStep = subject.dueAt === null || subject.answerDueAt.getTime() === subject.dueAt.getTime();
	const answerDueAt = owesFirstAnswer && isInStep && changes.dueAt ? { answerDueAt: changes.dueAt } : {};
	const clocks = state === subject.state ? {} : await innerClocks(context, subject, state);
	// a new due begins a new ladder
	const ladder = isDueMoved ? { ladder: 0 } : {};
	if (state !== subject.state && holdsProposals(subject.state)) await endOpenProposal(context, subject.id);
	const [row] = await context.db
		.update(cases)
		.set({ ...answerDueAt, ...clocks, ...ladder, ...changes, state, version: subject.version + (moved ? 1 : 0) })
		.where(eq(cases.id, subject.id))
		.returning();
	if (!row) throw new Error(`case ${subject.id} vanished under its lock`);
	await endWhatMoved(context, subject, row);
	if (subject.promisedOn !== null) await settleTasks(context, subject, row);
	if (subject.class === 'urgent' && (moved || row.class !== 'urgent')) await silenceAlarm(context, row.id);
	return row;
}

/**
 * A new due ends the supervision of the old one; who was told something, or is asked, waits for no notice; and where the
 * case is over, or has its answer, no word before the answer is owed any more.
 */
async function endWhatMoved(context: Context, before: Case, now: Case): Promise<void> {
	if (before.ladder > now.ladder) await endDuty(context, now.id, 'overdue', 'long-overdue');
	const isOver = !isOpen(now.state) || now.state === 'answered';
	if (isOver && before.state !== now.state) await endDuty(context, now.id, 'first-message', 'progress');
	if (!before.noticeDueAt || before.noticeDueAt > context.now) return;
	const isTold = now.noticeDueAt?.getTime() !== before.noticeDueAt.getTime();
	if (isTold || now.state === 'need_info') await endDuty(context, now.id, 'progress');
}

/** 受理、交办、签收 and a decision on 退单 have a working day each; who was asked, or waits for nothing, is owed no notice. */
async function innerClocks({ db, now }: Context, subject: Case, state: CaseState) {
	if (!isOpen(state) || state === 'answered') return { stepDueAt: null, noticeDueAt: null };
	const resumes = subject.state === 'need_info' || subject.noticeDueAt === null;
	const noticeDueAt = resumes
		? noticeDue(now, subject.class, null, await rulesAt(db, subject.submittedAt))
		: subject.noticeDueAt;
	if (state === 'submitted') return { stepDueAt: acceptDue(now, await loadCalendar(db)), noticeDueAt };
	const isStep = state === 'accepted' || state === 'assigned' || state === 'return_requested';
	return { stepDueAt: isStep ? workdayAfter(now, await loadCalendar(db)) : null, noticeDueAt };
}

/** 会办 ends with the answer, or with the case; who leads it from now on assists no more. */
async function settleTasks(context: Context, before: Case, { id, state, unitId }: Case): Promise<void> {
	if (!isOpen(state) || state === 'answered') await endTasks(context, id);
	else if (unitId !== null && unitId !== before.unitId) await endTasks(context, id, unitId);
}
