import { and, desc, eq } from 'drizzle-orm';
import type { AnswerParts, AnswerResult } from '../../domain/answer.ts';
import { answerProblems } from '../../domain/answer-check.ts';
import type { CaseNumber } from '../../domain/case-number.ts';
import { after } from '../../domain/lifecycle.ts';
import { Refusal } from '../../domain/refusal.ts';
import { canonicalParts } from '../../domain/texts.ts';
import { type Context, inTransaction } from '../context.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { handledFirst } from './handled-first.ts';
import { anotherHead } from './in-charge.ts';
import { assertTasksAnswered } from './joint-tasks.ts';
import type { Attach } from './supply-info.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Draft = typeof answerDrafts.$inferSelect;
type Input = { version: number; result: AnswerResult; parts: AnswerParts };

/** 起草答复: keeps the working text of the person in charge; not an event, nobody else reads it. Bad text is kept too. */
export function draftAnswer(context: Context, number: CaseNumber, input: Input): Promise<Draft> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, input.version);
		permit(context, 'draft-answer', subject);
		await advance(context, subject, 'draft-answer');
		return keepDraft(context, subject, input);
	});
}

/**
 * 提交审核: freezes the draft as a text version and names the reviewer: the unit's head, else the one above, never
 * the drafter (ruling 4). Waits for the assisting units (`case.tasks-open`). The checker's blocking findings refuse it
 * (`answer.not-ready`). `officeNumbers` are the published numbers an answer may name.
 */
export function submitDraft(
	context: Context,
	number: CaseNumber,
	input: Input & { officeNumbers: readonly string[] },
	attach: Attach
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, input.version);
		permit(context, 'submit-draft', subject);
		const { actor, db } = context;
		if (actor.kind !== 'staff' || subject.unitId === null) throw new Refusal('case.not-yours');
		// a draft that is under review is frozen
		after('submit-draft', subject.state);
		if (subject.state === 'rework' && (await handledFirst(context, subject)).includes(actor.id))
			throw new Refusal('case.reworker-must-differ');
		await assertTasksAnswered(context, subject.id);
		const { result, parts } = input;
		const draft = await keepDraft(context, subject, input);
		const answer = await writeText(context, subject.id, 'answer', { ...parts, result });
		const photos = await attach(context, subject.id, answer.textId);
		const [problem] = answerProblems({
			type: subject.type,
			result,
			parts,
			hasPhoto: photos > 0,
			officeNumbers: input.officeNumbers
		});
		if (problem) throw new Refusal('answer.not-ready', { finding: problem.key });
		// who drafts could not publish in the name of an absent reviewer either
		const drafters = [actor.id, ...actor.standsInFor];
		const reviewerId = await anotherHead(context, subject, subject.unitId, drafters);
		await db
			.update(answerDrafts)
			.set({ state: 'submitted', textId: answer.textId, reviewerId, drafterId: actor.id })
			.where(eq(answerDrafts.id, draft.id));
		const inReview = await advance(context, subject, 'submit-draft', { resumesTo: subject.state });
		await record(context, caseStream(subject.id), 'case.draft-submitted', { draftId: draft.id, reviewerId, answer });
		return inReview;
	});
}

/** The working or submitted draft of a case, or undefined. */
export async function findLiveDraft(context: Context, caseId: number): Promise<Draft | undefined> {
	const [draft] = await context.db
		.select()
		.from(answerDrafts)
		.where(eq(answerDrafts.caseId, caseId))
		.orderBy(desc(answerDrafts.id))
		.limit(1);
	return draft && draft.state !== 'published' ? draft : undefined;
}

async function keepDraft(context: Context, subject: Case, { result, parts }: Input): Promise<Draft> {
	const { actor, db, now } = context;
	if (actor.kind !== 'staff') throw new Refusal('case.not-yours');
	const values = { result, parts: canonicalParts(parts), drafterId: actor.id, savedAt: now, state: 'open' as const };
	const [kept] = await db
		.update(answerDrafts)
		.set(values)
		.where(and(eq(answerDrafts.caseId, subject.id), eq(answerDrafts.state, 'open')))
		.returning();
	if (kept) return kept;
	const [made] = await db
		.insert(answerDrafts)
		.values({ ...values, caseId: subject.id, round: subject.round })
		.returning();
	if (!made) throw new Error('a draft was not stored');
	return made;
}
