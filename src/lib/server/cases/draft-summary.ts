import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { Summary } from '../../domain/publication.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { publications } from '../db/schema/publications.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { assertPublishable, livePublication } from './publication.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * 拟公开摘要: title, matter and answer in the words of staff, for a second person to publish; a draft that waits is
 * replaced. Throws `publication.no-consent`, `publication.excluded-kind`, `publication.personal-data`, and
 * `publication.live` where something is published already.
 */
export function draftSummary(
	context: Context,
	number: CaseNumber,
	{ version, summary, officeNumbers }: { version: number; summary: Summary; officeNumbers: readonly string[] }
): Promise<number> {
	return inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const subject = await takeCase(context, number, version);
		permit(context, 'draft-summary', subject);
		if (actor.kind !== 'staff') throw new Refusal('case.not-yours');
		await advance(context, subject, 'draft-summary');
		await assertPublishable(context, subject, summary, officeNumbers);
		const live = await livePublication(context, subject.id);
		if (live?.state === 'published') throw new Refusal('publication.live');
		const text = await writeText(context, subject.id, 'summary', summary);
		const draft = { textId: text.textId, draftedById: actor.id, draftedAt: now };
		const [publication] = live
			? await db.update(publications).set(draft).where(eq(publications.id, live.id)).returning({ id: publications.id })
			: await db
					.insert(publications)
					.values({ caseId: subject.id, state: 'drafted', ...draft })
					.returning({ id: publications.id });
		if (!publication) throw new Error('a summary was not stored');
		const drafted = { publicationId: publication.id, summary: text };
		await record(context, caseStream(subject.id), 'case.summary-drafted', drafted);
		return publication.id;
	});
}
