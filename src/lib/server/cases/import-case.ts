import type { CaseNumber } from '../../domain/case-number.ts';
import { endOfDay, startOfDay } from '../../domain/clock.ts';
import { noticeDue } from '../../domain/deadline.ts';
import type { FormerRow } from '../../domain/former-register.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import type { Submission } from '../../domain/submission.ts';
import { canonicalParts } from '../../domain/texts.ts';
import { type Context, inTransaction } from '../context.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { acceptAndAssign } from './assign.ts';
import { submitCase } from './submit.ts';
import { type Case, permit, takeCase } from './take-case.ts';

type StaffContext = Context<StaffActor>;
/** Which row of which import, and the submission key that it has for ever. */
type Origin = { importId: number; row: number; key: string };

/**
 * A row of the office's former register becomes a case (decision 025). It is filed as of the day it came in; what is
 * open is accepted and assigned like any other, what was ended has its answer and its end at once, unrated. The ledger
 * holds all of it under the moment of the import, the days of before in `case.imported`. A second time with the same key
 * makes no second case: then, and only then, the case is not new. Throws what the acts it is made of throw.
 */
export function importCase(context: StaffContext, row: FormerRow, origin: Origin) {
	return inTransaction(context, async (context) => {
		const { caseId, number, isReplay } = await submitCase(context, submissionOf(row, origin.key), { isImported: true });
		if (isReplay) return { caseId, number, isNew: false };
		const subject = await takeCase(context, number, null);
		if (row.ended) await end(context, subject, row, row.ended, origin);
		else await begin(context, subject, number, row, origin);
		return { caseId, number, isNew: true };
	});
}

/** Without anybody to reach: who it was stays in the file it came from. */
function submissionOf(row: FormerRow, submissionKey: string): Submission {
	const { type, channel, text, title, place, categoryCode, areaId, receivedOn } = row;
	return {
		...{ submissionKey, channel, type, text, title, place, categoryCode, areaId },
		want: '',
		tilePosition: null,
		hasDanger: false,
		identity: 'anonymous',
		contact: null,
		callHours: 'any',
		wantsCall: false,
		avoidUnitIds: [],
		avoidWords: '',
		attachmentIds: [],
		submittedAt: startOfDay(receivedOn),
		locale: 'zh-CN'
	};
}

/** What was open in the register is open here, with the due that was promised there. */
async function begin(
	context: StaffContext,
	subject: Case,
	number: CaseNumber,
	row: FormerRow,
	origin: Origin
): Promise<void> {
	permit(context, 'import-open', subject);
	const promised = row.dueOn ? endOfDay(row.dueOn) : null;
	const dues = promised ? { dueAt: promised, firstDueAt: promised, answerDueAt: promised } : {};
	const taken = await advance(context, subject, 'import-open', {
		...origins(context, row),
		...dues,
		// the resident waits for a first word from here on, not since then
		noticeDueAt: noticeDue(context.now, subject.class)
	});
	await record(context, caseStream(subject.id), 'case.imported', {
		...told(taken, row, origin),
		...{ dueAt: taken.dueAt?.toISOString() ?? null, answeredAt: null, closedAt: null, result: null, answer: null }
	});
	if (row.unitId)
		await acceptAndAssign(context, number, { version: taken.version, unitId: row.unitId, instruction: '' });
}

/** Its number in the register it came from, and when it was taken over. */
function origins({ now }: StaffContext, { number }: FormerRow) {
	return { importedAt: now, externalSource: number ? ('register' as const) : null, externalNumber: number || null };
}

function told({ submittedAt }: Case, { number, unitId }: FormerRow, { importId, row }: Origin) {
	return { importId, row, submittedAt: submittedAt.toISOString(), unitId, number: number || null };
}

/** What was ended there had an answer: it stands on the case, and nobody is asked to rate it any more. */
async function end(
	context: StaffContext,
	subject: Case,
	row: FormerRow,
	ended: NonNullable<FormerRow['ended']>,
	origin: Origin
): Promise<void> {
	const { db, now, actor } = context;
	permit(context, 'import-answered', subject);
	const answeredAt = startOfDay(ended.answeredOn);
	const closedAt = startOfDay(ended.closedOn);
	const parts = { done: ended.answer };
	const answer = await writeText(context, subject.id, 'answer', { ...parts, result: ended.result });
	await db.insert(answerDrafts).values({
		caseId: subject.id,
		round: 1,
		state: 'published',
		result: ended.result,
		parts: canonicalParts(parts),
		textId: answer.textId,
		drafterId: actor.id,
		reviewerId: null,
		savedAt: now,
		publishedAt: answeredAt
	});
	const promised = row.dueOn ? endOfDay(row.dueOn) : subject.firstDueAt;
	const answered = await advance(context, subject, 'import-answered', {
		...origins(context, row),
		...{ unitId: row.unitId, answeredAt, dueAt: promised, firstDueAt: promised, answerDueAt: promised }
	});
	await advance(context, answered, 'close-imported', { dueAt: null, closedAt, closedAs: 'unrated' });
	await record(context, caseStream(subject.id), 'case.imported', {
		...told(answered, row, origin),
		...{ dueAt: promised.toISOString(), answeredAt: answeredAt.toISOString(), closedAt: closedAt.toISOString() },
		...{ result: ended.result, answer }
	});
}
