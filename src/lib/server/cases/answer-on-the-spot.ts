import { and, eq } from 'drizzle-orm';
import { dayOf } from '../../domain/clock.ts';
import type { CaseNumber } from '../../domain/case-number.ts';
import { ratingDue } from '../../domain/deadline.ts';
import type { AnswerParts, AnswerResult } from '../../domain/answer.ts';
import { onTheSpotProblems } from '../../domain/answer-check.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { canonicalParts } from '../../domain/texts.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { answerParts } from './answer-parts.ts';
import { raiseCallDuty } from './duties.ts';
import { hasExclusions } from './exclude.ts';
import { type Case, permit } from './take-case.ts';
import { takeGroup } from './take-group.ts';

/**
 * 当场答复 by one person: on the day of receipt at reception, by phone or on a visit, or for 咨询 and 感谢 by any
 * channel; never for 保密 or 回避 cases (ruling 4). At least 10 characters (ruling 6). Throws `case.not-on-the-spot`,
 * `answer.not-ready`.
 */
export function answerOnTheSpot(
	context: Context,
	number: CaseNumber,
	{ version, result, parts }: { version: number; result: AnswerResult; parts: AnswerParts }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { subject, parts: others } = await takeGroup(context, number, version);
		permit(context, 'answer-on-the-spot', subject);
		const { actor, now, db } = context;
		if (!(await mayAnswerOnTheSpot(context, subject))) throw new Refusal('case.not-on-the-spot');
		const [problem] = onTheSpotProblems({ type: subject.type, result, parts });
		if (problem) throw new Refusal('answer.not-ready', { finding: problem.key });
		if (actor.kind !== 'staff') throw new Refusal('case.not-yours');

		const answer = await writeText(context, subject.id, 'answer', { ...parts, result });
		await db.insert(answerDrafts).values({
			caseId: subject.id,
			round: 1,
			state: 'published',
			result,
			parts: canonicalParts(parts),
			textId: answer.textId,
			drafterId: actor.id,
			reviewerId: null,
			savedAt: now,
			publishedAt: now
		});
		const dueAt = ratingDue(now, await rulesAt(db, subject.submittedAt));
		const answered = await advance(context, subject, 'answer-on-the-spot', { dueAt, answeredAt: now });
		await record(context, caseStream(subject.id), 'case.answered-on-the-spot', {
			result,
			answer,
			dueAt: dueAt.toISOString()
		});
		await raiseCallDuty(context, answered);
		await answerParts(context, answered, others);
		return answered;
	});
}

/** Whether ruling 4 allows one person to answer this case at once, today. */
export async function mayAnswerOnTheSpot(context: Context, subject: Case): Promise<boolean> {
	if (subject.identity === 'confidential' || (await hasExclusions(context, subject.id))) return false;
	if (await hasConfidentialPart(context, subject.id)) return false;
	if (subject.type === 'question' || subject.type === 'thanks') return true;
	const isFaceToFace = ['reception', 'phone', 'visit'].includes(subject.channel);
	return isFaceToFace && dayOf(subject.receivedAt) === dayOf(context.now);
}

/** 并案: the secrecy of one part is the secrecy of the whole. */
async function hasConfidentialPart({ db }: Context, caseId: number): Promise<boolean> {
	return (await db.$count(cases, and(eq(cases.mainId, caseId), eq(cases.identity, 'confidential')))) > 0;
}
