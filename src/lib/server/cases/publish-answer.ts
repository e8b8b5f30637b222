import { and, eq, isNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { ratingDue } from '../../domain/deadline.ts';
import { actsFor, may } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { placeAtCase, returnToWaiting } from '../attachments/photos.ts';
import { type Context, inTransaction } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import { texts } from '../db/schema/texts.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { findCaseKey } from '../vault/case-keys.ts';
import { advance } from './advance.ts';
import { answerParts } from './answer-parts.ts';
import type { Draft } from './draft-answer.ts';
import { raiseCallDuty } from './duties.ts';
import { type Case, takeCase } from './take-case.ts';
import { takeGroup } from './take-group.ts';

type Reviewed = { version: number; draftId: number };

/**
 * 审核并发布: the answer appears on the case page as it was submitted, which stops the clock (「办理并反馈」). Refuses
 * the drafter (`case.publisher-must-differ`).
 */
export function publishAnswer(context: Context, number: CaseNumber, { version, draftId }: Reviewed): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		const { subject, parts } = await takeGroup(context, number, version);
		const draft = await submittedDraft(context, subject, draftId);
		permitReview(context, 'publish', subject, draft);
		const [answer] = await db.select().from(texts).where(eq(texts.id, draft.textId)).limit(1);
		if (!answer) throw new Refusal('answer.not-found');
		const pictures = await db.$count(
			attachments,
			and(eq(attachments.textId, draft.textId), isNull(attachments.seconds))
		);

		await db.update(answerDrafts).set({ state: 'published', publishedAt: now }).where(eq(answerDrafts.id, draft.id));
		const dueAt = ratingDue(now, await rulesAt(db, subject.submittedAt));
		const answered = await advance(context, subject, 'publish', {
			dueAt,
			answeredAt: subject.answeredAt ?? now,
			resumesTo: null
		});
		await record(context, caseStream(subject.id), 'case.answered', {
			draftId: draft.id,
			drafterId: draft.drafterId,
			result: draft.result,
			answer: { textId: draft.textId, digest: answer.digest.toString('hex') },
			photos: pictures,
			dueAt: dueAt.toISOString()
		});
		await raiseCallDuty(context, answered);
		await answerParts(context, answered, parts);
		return answered;
	});
}

/**
 * 退回修改: the draft goes back with a reason, and its photos to the drafter's hands; the case to the state it came
 * from.
 */
export function returnDraft(
	context: Context,
	number: CaseNumber,
	{ version, draftId, reason }: Reviewed & { reason: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		const draft = await submittedDraft(context, subject, draftId);
		permitReview(context, 'return-draft', subject, draft);
		await context.db.update(answerDrafts).set({ state: 'returned' }).where(eq(answerDrafts.id, draft.id));
		const place = placeAtCase(context, `staff:${draft.drafterId}`, subject.id);
		const caseKey = await findCaseKey(context, subject.id);
		if (caseKey) await returnToWaiting(context, place, { textId: draft.textId, caseKey });
		const back = await advance(context, subject, 'return-draft', { resumesTo: null });
		await record(context, caseStream(subject.id), 'case.draft-returned', {
			draftId: draft.id,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		return back;
	});
}

type SubmittedDraft = Draft & { textId: number };

async function submittedDraft(context: Context, subject: Case, draftId: number): Promise<SubmittedDraft> {
	const [draft] = await context.db
		.select()
		.from(answerDrafts)
		.where(and(eq(answerDrafts.id, draftId), eq(answerDrafts.caseId, subject.id), eq(answerDrafts.state, 'submitted')))
		.limit(1);
	if (!draft || draft.textId === null) throw new Refusal('answer.not-found');
	return { ...draft, textId: draft.textId };
}

/**
 * The unit's heads review, and whoever was named because the unit has no other, or stands in for that person; never who
 * drafted, in whosever name.
 */
function permitReview({ actor }: Context, act: 'publish' | 'return-draft', subject: Case, draft: Draft): void {
	if (actor.kind === 'staff' && actor.id === draft.drafterId) throw new Refusal('case.publisher-must-differ');
	const isNamed = actor.kind === 'staff' && actsFor(actor, draft.reviewerId);
	if (!isNamed && !may(actor, act, subject)) throw new Refusal('case.not-yours');
}
