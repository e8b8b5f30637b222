import { and, eq, isNull } from 'drizzle-orm';
import { dayOf, type Day } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { findInSummary } from '../../domain/publication.ts';
import { Refusal } from '../../domain/refusal.ts';
import { reportParts, type ReportWords, writesReports } from '../../domain/report.ts';
import { isFirstDay, periodOf, type ReportKind } from '../../domain/report-period.ts';
import { type Context, inTransaction } from '../context.ts';
import { reports } from '../db/schema/reports.ts';
import { record, reportStream } from '../events/record.ts';
import { readReportWords } from './queries/reports.ts';
import { type Report, takeDraft, takeReport } from './take-report.ts';

type StaffContext = Context<StaffActor>;
const nothing: ReportWords = { done: '', undone: '', next: '' };

/**
 * 起草: the report of a period, or the one that was begun before. Returns its id. Throws `case.not-found` for a
 * period that is none or has not begun, and for who does not write reports.
 */
export async function beginReport(
	context: StaffContext,
	{ kind, from }: { kind: ReportKind; from: Day }
): Promise<number> {
	if (!writesReports(context.actor) || !isFirstDay(kind, from) || from > dayOf(context.now))
		throw new Refusal('case.not-found');
	return inTransaction(context, async (context) => {
		const period = periodOf(kind, from);
		const id = await putDraft(context, { kind, fromOn: period.from, toOn: period.to, parts: JSON.stringify(nothing) });
		if (id !== null) return id;
		const { db } = context;
		const ofPeriod = and(eq(reports.kind, kind), eq(reports.fromOn, from), isNull(reports.correctsId));
		const [known] = await db.select({ id: reports.id }).from(reports).where(ofPeriod);
		if (!known) throw new Error('a report was neither begun nor found');
		return known.id;
	});
}

/** 更正: a new report of the same period that names the frozen one and begins with its words. Throws `report.not-frozen`. */
export async function correctReport(context: StaffContext, reportId: number): Promise<number> {
	if (!writesReports(context.actor)) throw new Refusal('case.not-found');
	return inTransaction(context, async (context) => {
		const wrong = await takeReport(context, reportId);
		if (wrong.state !== 'frozen') throw new Refusal('report.not-frozen');
		const parts = JSON.stringify(await readReportWords(context, wrong));
		const { kind, fromOn, toOn } = wrong;
		const id = await putDraft(context, { kind, fromOn, toOn, parts, correctsId: wrong.id });
		if (id !== null) return id;
		const [known] = await context.db.select({ id: reports.id }).from(reports).where(eq(reports.correctsId, reportId));
		if (!known) throw new Error('a correction was neither begun nor found');
		return known.id;
	});
}

/** Saves the words of a draft. Throws as `takeDraft`, and `report.personal-data` where they could tell who somebody is. */
export async function writeReport(
	context: StaffContext,
	reportId: number,
	{ version, words, officeNumbers }: { version: number; words: ReportWords; officeNumbers: readonly string[] }
): Promise<void> {
	if (!writesReports(context.actor)) throw new Refusal('case.not-found');
	await inTransaction(context, async (context) => {
		const draft = await takeDraft(context, reportId, version);
		assertTellsNobody(words, officeNumbers);
		const { db, actor, now } = context;
		const changes = { parts: JSON.stringify(words), version: draft.version + 1, draftedById: actor.id, savedAt: now };
		await db.update(reports).set(changes).where(eq(reports.id, draft.id));
	});
}

/** A report is printed and handed round: no phone, number of an ID, door or name of a resident in it. */
export function assertTellsNobody(words: ReportWords, officeNumbers: readonly string[]): void {
	if (reportParts.some((part) => findInSummary(words[part], officeNumbers).length > 0))
		throw new Refusal('report.personal-data');
}

type NewDraft = Pick<Report, 'kind' | 'fromOn' | 'toOn' | 'parts'> & { correctsId?: number };

/** Null where there is one already. */
async function putDraft(context: StaffContext, { correctsId, ...draft }: NewDraft): Promise<number | null> {
	const { db, actor, now } = context;
	const [row] = await db
		.insert(reports)
		.values({ ...draft, ...(correctsId === undefined ? {} : { correctsId }), draftedById: actor.id, savedAt: now })
		.onConflictDoNothing()
		.returning({ id: reports.id });
	if (!row) return null;
	const { kind: report, fromOn, toOn } = draft;
	const names = correctsId === undefined ? {} : { correctsId };
	await record(context, reportStream(row.id), 'report.begun', { report, fromOn, toOn, ...names });
	return row.id;
}
