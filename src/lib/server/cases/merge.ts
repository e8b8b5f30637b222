import { and, eq, isNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { mainStates } from '../../domain/lifecycle.ts';
import { isConduct, may } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { jointTasks } from '../db/schema/joint-tasks.ts';
import { proposals } from '../db/schema/proposals.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { isAnyExcluded } from './in-charge.ts';
import { visibleTo } from './queries/visible-to.ts';
import { type Case, changed, permit } from './take-case.ts';
import { aroundOf, findId, lockGroups, oneOf } from './take-group.ts';

type Merging = { version: number; mainNumber: CaseNumber; reason: string };

/**
 * 并案 by matter: the case goes on as a part of an open main case, which owes one answer to all. Its clock and owner
 * are kept for un-merging; parts of its own move along. The reason is shown to the resident. Throws
 * `case.main-not-found`, `case.merge-itself`, `case.main-not-open`, `case.merge-conduct`, `case.proposal-open`, and
 * `case.merge-excluded` where somebody recused from the one has the other in hand.
 */
export function mergeCase(
	context: Context,
	number: CaseNumber,
	{ version, mainNumber, reason }: Merging
): Promise<Case> {
	return inTransaction(context, async (context) => {
		if (number === mainNumber) throw new Refusal('case.merge-itself');
		const { subject, main, parts } = await takeBoth(context, number, mainNumber, version);
		permit(context, 'merge', subject);
		await assertMergeable(context, subject, main);

		const words = await writeText(context, subject.id, 'reason', { text: reason });
		const merged = await advance(context, subject, 'merge', {
			resumesTo: subject.state,
			mainId: main.id,
			mergedAt: context.now,
			mergedDueAt: subject.dueAt,
			dueAt: null
		});
		await record(context, caseStream(subject.id), 'case.merged', { mainId: main.id, reason: words });
		await record(context, caseStream(main.id), 'case.part-merged', { partId: subject.id });
		for (const part of parts) await moveTo(context, part, main);
		await endTasks(context, subject, words);
		return merged;
	});
}

/** A part follows its main into another case, or another part that takes the main's place. */
export async function moveTo(context: Context, part: Case, main: Case): Promise<void> {
	await advance(context, part, 'follow-main', { mainId: main.id, mergedAt: context.now });
	await record(context, caseStream(part.id), 'case.merged', { mainId: main.id, reason: null });
	await record(context, caseStream(main.id), 'case.part-merged', { partId: part.id });
}

/** Both cases with all that hangs on either, locked in one order. */
async function takeBoth(context: Context, number: CaseNumber, mainNumber: CaseNumber, version: number) {
	const within = visibleTo(context);
	const id = await findId(context, number, within);
	if (id === undefined) throw new Refusal('case.not-found');
	const mainId = await findId(context, mainNumber, within);
	if (mainId === undefined) throw new Refusal('case.main-not-found');
	const rows = await lockGroups(context, [id, mainId]);
	const subject = oneOf(rows, id);
	if (version !== subject.version) throw await changed(context, subject);
	return { subject, main: oneOf(rows, mainId), parts: aroundOf(rows, subject).parts };
}

async function assertMergeable(context: Context, subject: Case, main: Case): Promise<void> {
	const { actor, db } = context;
	if (!mainStates.includes(main.state)) throw new Refusal('case.main-not-open');
	if (isConduct(subject) !== isConduct(main)) throw new Refusal('case.merge-conduct');
	// who directs nothing and is of another unit would hand over work that nobody there agreed to
	if (!may(actor, 'merge', main) && main.unitId !== subject.unitId) throw new Refusal('case.not-yours');
	const isOpen = and(eq(proposals.caseId, subject.id), eq(proposals.state, 'open'));
	if ((await db.$count(proposals, isOpen)) > 0) throw new Refusal('case.proposal-open');
	const tasks = await liveTasks(context, main.id);
	const inHand = {
		staffIds: [main.ownerId],
		unitIds: [...(main.unitId === null ? [] : [main.unitId]), ...tasks.map(({ unitId }) => unitId)]
	};
	if (await isAnyExcluded(context, subject.id, inHand)) throw new Refusal('case.merge-excluded');
}

/** 会办 of a part ends: its assisting units would work beside the main's. */
async function endTasks(context: Context, subject: Case, reason: TextRef): Promise<void> {
	const ended = await context.db
		.update(jointTasks)
		.set({ endedAt: context.now })
		.where(and(eq(jointTasks.caseId, subject.id), isNull(jointTasks.endedAt)))
		.returning({ taskId: jointTasks.id, unitId: jointTasks.unitId });
	for (const task of ended) await record(context, caseStream(subject.id), 'case.task-ended', { ...task, reason });
}

function liveTasks({ db }: Context, caseId: number) {
	return db
		.select({ unitId: jointTasks.unitId })
		.from(jointTasks)
		.where(and(eq(jointTasks.caseId, caseId), isNull(jointTasks.endedAt)))
		.limit(50);
}
