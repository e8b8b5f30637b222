import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { publications } from '../db/schema/publications.ts';
import type { EventData } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { assertPublishable, livePublication, type Publication, readSummary } from './publication.ts';
import { type Case, permit, takeCase } from './take-case.ts';

type Reviewed = { version: number; publicationId: number };

/**
 * 审核公开摘要: the second person publishes it as it stands, after the same checks once more. Throws
 * `case.second-person` for the drafter, `publication.not-found` where it was replaced or taken back.
 */
export function publishSummary(
	context: Context,
	number: CaseNumber,
	{ officeNumbers, ...reviewed }: Reviewed & { officeNumbers: readonly string[] }
): Promise<void> {
	return review(context, number, reviewed, async (context, subject, draft) => {
		const { summary, digest } = await readSummary(context, draft.textId);
		await assertPublishable(context, subject, summary, officeNumbers);
		await end(context, draft, { state: 'published', publishedAt: context.now });
		await record(context, caseStream(subject.id), 'case.published', {
			publicationId: draft.id,
			summary: { textId: draft.textId, digest }
		});
	});
}

/** The second person gives it back with a reason; the handler may draft anew. Throws as `publishSummary`. */
export function returnSummary(
	context: Context,
	number: CaseNumber,
	{ reason, ...reviewed }: Reviewed & { reason: string }
): Promise<void> {
	return review(context, number, reviewed, async (context, subject, draft) => {
		await end(context, draft, { state: 'returned' });
		const words = await writeText(context, subject.id, 'reason', { text: reason });
		await record(context, caseStream(subject.id), 'case.summary-returned', { publicationId: draft.id, reason: words });
	});
}

/** 取消公开 by the office, with a reason that the resident reads; gone from the public pages at once. */
export function unpublishSummary(
	context: Context,
	number: CaseNumber,
	{ version, reason }: { version: number; reason: string }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'unpublish-summary', subject);
		const live = await livePublication(context, subject.id);
		if (live?.state !== 'published') throw new Refusal('publication.not-found');
		await advance(context, subject, 'unpublish-summary');
		await takeDown(context, live, 'office', await writeText(context, subject.id, 'reason', { text: reason }));
	});
}

/** 同意公开 by the resident; the summary is still to be written, and checked by a second person. */
export function consentToPublish(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'consent-to-publish', subject);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		if (subject.consentsToPublish) return;
		await advance(context, subject, 'consent-to-publish', { consentsToPublish: true });
		await record(context, caseStream(subject.id), 'case.consented-to-publish', {});
	});
}

/** 取消公开 by the resident: what is published goes in the same commit, what is drafted is never published. */
export function withdrawConsent(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'withdraw-consent', subject);
		if (!subject.consentsToPublish) return;
		await advance(context, subject, 'withdraw-consent', { consentsToPublish: false });
		await record(context, caseStream(subject.id), 'case.consent-withdrawn', {});
		await endPublication(context, subject);
	});
}

/** The resident no longer wants it public: takes down what is published, and ends what is drafted. */
export async function endPublication(context: Context, { id }: Pick<Case, 'id'>): Promise<void> {
	const live = await livePublication(context, id);
	if (live?.state === 'published') await takeDown(context, live, 'consent', null);
	else if (live) await end(context, live, { state: 'taken-down', takenDownAt: context.now });
}

async function takeDown(
	context: Context,
	live: Publication,
	cause: 'consent' | 'office',
	reason: EventData['case.unpublished']['reason']
): Promise<void> {
	await end(context, live, { state: 'taken-down', takenDownAt: context.now });
	await record(context, caseStream(live.caseId), 'case.unpublished', { publicationId: live.id, cause, reason });
}

/** By somebody who did not draft it. */
function review(
	context: Context,
	number: CaseNumber,
	{ version, publicationId }: Reviewed,
	decide: (context: Context, subject: Case, draft: Publication) => Promise<void>
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'publish-summary', subject);
		const draft = await livePublication(context, subject.id);
		if (draft?.state !== 'drafted' || draft.id !== publicationId) throw new Refusal('publication.not-found');
		if (context.actor.kind === 'staff' && context.actor.id === draft.draftedById)
			throw new Refusal('case.second-person');
		await advance(context, subject, 'publish-summary');
		await decide(context, subject, draft);
	});
}

async function end({ db, actor }: Context, { id }: Publication, changes: Partial<Publication>): Promise<void> {
	const reviewedById = actor.kind === 'staff' ? { reviewedById: actor.id } : {};
	await db
		.update(publications)
		.set({ ...reviewedById, ...changes })
		.where(eq(publications.id, id));
}
