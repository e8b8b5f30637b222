import { and, eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Day, endOfDay, lastDayOf } from '../../domain/clock.ts';
import { mayAskUntil, mayPromise } from '../../domain/joint.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { jointTasks } from '../db/schema/joint-tasks.ts';
import { units } from '../db/schema/units.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { assertUnitMayHave } from './in-charge.ts';
import { endTasks, liveTasks } from './joint-tasks.ts';
import { told } from './report-progress.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Asked = { unitId: number; task: string; dueOn: Day };
export type Arrangement = {
	version: number;
	/** None: only the promise is moved, of tasks that were given before. */
	asked: readonly Asked[];
	promisedOn: Day;
	/** The resident reads these words as they are. */
	promise: string;
};

/**
 * 会办: the case's unit leads, the others get a task each, and the resident is promised a day and told so at once. May
 * be done again, to ask more units or to move the promise. Throws `case.promise-beyond-due`, `case.task-beyond-promise`,
 * `case.same-unit-as-now`, `case.excluded-unit`, `case.has-task`, `case.has-no-checked-text`, `unit.not-found`.
 */
export function arrangeJoint(context: Context, number: CaseNumber, arrangement: Arrangement): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, arrangement.version);
		permit(context, 'arrange-joint', subject);
		const { asked, promisedOn, promise } = arrangement;
		assertPromise(context, subject, arrangement);
		if (subject.identity === 'confidential' && subject.checkedTextId === null)
			throw new Refusal('case.has-no-checked-text');
		for (const one of asked) await assertMayBeAsked(context, subject, one.unitId);

		const arranged = await advance(context, subject, 'arrange-joint', {
			promisedOn,
			...(await told(context, subject))
		});
		const given = [];
		for (const one of asked) given.push(await giveTask(context, subject, one));
		const assisting = await liveTasks(context, subject.id);
		if (assisting.length === 0) throw new Refusal('case.nobody-asked');
		await record(context, caseStream(subject.id), 'case.joint-arranged', {
			unitIds: assisting.map(({ unitId }) => unitId),
			promisedOn,
			promise: await writeText(context, subject.id, 'promise', {
				units: assisting.map(({ unit }) => unit).join('、'),
				lead: await nameOf(context, subject.unitId),
				promisedOn,
				text: promise
			})
		});
		for (const task of given) await record(context, caseStream(subject.id), 'case.task-given', task);
		return arranged;
	});
}

function assertPromise({ now }: Context, subject: Case, { asked, promisedOn }: Arrangement): void {
	const dueAt = subject.dueAt ?? subject.firstDueAt;
	if (!mayPromise(promisedOn, { dueAt, now })) throw new Refusal('case.promise-beyond-due', { due: lastDayOf(dueAt) });
	if (asked.some(({ dueOn }) => !mayAskUntil(dueOn, { promisedOn, now })))
		throw new Refusal('case.task-beyond-promise', { due: promisedOn });
}

/** Asked again only after its answer: then the new task stands in the place of the old. */
async function assertMayBeAsked(context: Context, subject: Case, unitId: number): Promise<void> {
	if (unitId === subject.unitId) throw new Refusal('case.same-unit-as-now');
	const isKnown = await context.db.$count(units, and(eq(units.id, unitId), eq(units.isActive, true)));
	if (!isKnown) throw new Refusal('unit.not-found');
	await assertUnitMayHave(context, subject, unitId);
	const own = (await liveTasks(context, subject.id)).find((task) => task.unitId === unitId);
	if (own && own.answeredAt === null) throw new Refusal('case.has-task', { unit: own.unit });
	if (own) await endTasks(context, subject.id, unitId);
}

async function giveTask(context: Context, subject: Case, { unitId, task, dueOn }: Asked) {
	const dueAt = endOfDay(dueOn);
	const words = await writeText(context, subject.id, 'task', { text: task });
	const [given] = await context.db
		.insert(jointTasks)
		.values({ caseId: subject.id, unitId, textId: words.textId, givenAt: context.now, dueAt })
		// the same unit twice in one form
		.onConflictDoNothing()
		.returning({ id: jointTasks.id });
	if (!given) throw new Refusal('case.has-task', { unit: await nameOf(context, unitId) });
	return { taskId: given.id, unitId, dueAt: dueAt.toISOString(), task: words };
}

async function nameOf({ db }: Context, unitId: number | null): Promise<string> {
	const [unit] = await db
		.select({ name: units.name })
		.from(units)
		.where(eq(units.id, unitId ?? 0))
		.limit(1);
	return unit?.name ?? '';
}
