import { eq } from 'drizzle-orm';
import { dayOf, startOfDay } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { freezesReports, reportPartLimits, reportParts, type ReportWords } from '../../domain/report.ts';
import { graphemes } from '../../domain/submission.ts';
import { type Context, inTransaction } from '../context.ts';
import { sha256 } from '../crypto/sha256.ts';
import { reports } from '../db/schema/reports.ts';
import { record, reportStream } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { recountSheet } from './figure-sheet.ts';
import { takeDraft } from './take-report.ts';
import { assertTellsNobody } from './write-report.ts';

/**
 * 定稿 with the words as they stand in the form: figures and words become text versions that the ledger names, and the report never changes again. The ledger is
 * counted up to the last midnight, so that nothing that is still being written down can be missing: whoever counts
 * again up to the same instant gets the same. Throws `report.not-over` while the period runs, `report.unwritten` where
 * a section is missing, and as `takeDraft`. One person is enough (domain/report).
 */
export async function freezeReport(
	context: Context<StaffActor>,
	reportId: number,
	{ version, words, officeNumbers }: { version: number; words: ReportWords; officeNumbers: readonly string[] }
): Promise<void> {
	if (!freezesReports(context.actor)) throw new Refusal('case.not-found');
	await inTransaction(context, async (context) => {
		const { db, actor, now } = context;
		const draft = await takeDraft(context, reportId, version);
		const asOf = startOfDay(dayOf(now));
		if (draft.toOn >= dayOf(now)) throw new Refusal('report.not-over');
		if (reportParts.some((part) => graphemes(words[part]) < reportPartLimits[0])) throw new Refusal('report.unwritten');
		assertTellsNobody(words, officeNumbers);

		const figures = JSON.stringify(await recountSheet(context, draft.kind, draft.fromOn, asOf));
		const figuresRef = await writeText(context, null, 'report', { figures });
		const wordsRef = await writeText(context, null, 'report', words);
		await db
			.update(reports)
			.set({
				...{ state: 'frozen', frozenById: actor.id, frozenAt: now, asOf },
				...{ figuresId: figuresRef.textId, wordsId: wordsRef.textId }
			})
			.where(eq(reports.id, draft.id));
		await record(context, reportStream(draft.id), 'report.frozen', {
			asOf: asOf.toISOString(),
			figures: figuresRef,
			sha256: sha256(figures).toString('hex'),
			words: wordsRef,
			drafterId: draft.draftedById
		});
	});
}
