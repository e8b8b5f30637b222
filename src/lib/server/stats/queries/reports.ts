import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { dayOf } from '../../../domain/clock.ts';
import { differences, type FigureSheet } from '../../../domain/figure-sheet.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { freezesReports, readsReports, type ReportWords, writesReports } from '../../../domain/report.ts';
import type { ReportKind } from '../../../domain/report-period.ts';
import type { Context } from '../../context.ts';
import { sha256 } from '../../crypto/sha256.ts';
import { reports } from '../../db/schema/reports.ts';
import { staff } from '../../db/schema/staff.ts';
import { texts } from '../../db/schema/texts.ts';
import { digestOf } from '../../events/write-text.ts';
import { countSheet, recountSheet } from '../figure-sheet.ts';
import { readWords, type Report } from '../take-report.ts';

type StaffContext = Context<StaffActor>;
const pageSize = 30;
const drafter = alias(staff, 'drafter');
const freezer = alias(staff, 'freezer');
const correction = alias(reports, 'correction');

const shown = {
	id: reports.id,
	kind: reports.kind,
	from: reports.fromOn,
	to: reports.toOn,
	state: reports.state,
	correctsId: reports.correctsId,
	/** The report that puts this one right, once that is frozen itself. */
	correctedById: correction.id,
	drafter: drafter.name,
	savedAt: reports.savedAt,
	freezer: freezer.name,
	frozenAt: reports.frozenAt
};

/** 阶段性总结 of a kind, the latest period first, by key: the id of the last row of the page before. Throws `case.not-found`. */
export async function listReports(context: StaffContext, kind: ReportKind, beforeFrom: string | null) {
	if (!readsReports(context.actor)) throw new Refusal('case.not-found');
	const rows = await found(
		context,
		and(eq(reports.kind, kind), beforeFrom ? lt(reports.fromOn, beforeFrom) : undefined)
	)
		.orderBy(desc(reports.fromOn), desc(reports.id))
		.limit(pageSize + 1);
	const last = rows[pageSize - 1];
	// all of one period stand on one page: a correction beside what it corrects
	const page = rows.length > pageSize && last ? rows.filter(({ from }) => from > last.from) : rows;
	return { rows: page.length > 0 ? page : rows, next: rows.length > pageSize ? (page.at(-1)?.from ?? null) : null };
}

/** Which of these periods have a report already. */
export async function listBegun({ db }: StaffContext, kind: ReportKind, froms: readonly string[]): Promise<string[]> {
	const rows = await db
		.select({ from: reports.fromOn })
		.from(reports)
		.where(and(eq(reports.kind, kind), inArray(reports.fromOn, [...froms])))
		.limit(froms.length * 10);
	return rows.map(({ from }) => from);
}

/**
 * One report with its figures and words: as they were frozen, or for a draft as they stand now. `may`
 * is what the asker may do to it. Throws `case.not-found`.
 */
export async function findReport(context: StaffContext, id: number) {
	const { actor, db, now } = context;
	if (!readsReports(actor)) throw new Refusal('case.not-found');
	const [row] = await found(context, eq(reports.id, id)).limit(1);
	const [report] = await db.select().from(reports).where(eq(reports.id, id));
	if (!row || !report) throw new Refusal('case.not-found');
	const isFrozen = report.state === 'frozen';
	const figures = isFrozen ? await readPart(context, report.figuresId, 'figures') : null;
	const sheet: FigureSheet = figures ? JSON.parse(figures) : await countSheet(context, report.kind, report.fromOn);
	return {
		...row,
		version: report.version,
		isOver: report.toOn < dayOf(now),
		words: await readReportWords(context, report),
		sheet,
		sha256: figures ? sha256(figures).toString('hex') : null,
		may: {
			write: !isFrozen && writesReports(actor),
			freeze: !isFrozen && freezesReports(actor) && report.toOn < dayOf(now),
			correct: isFrozen && writesReports(actor)
		}
	};
}

/**
 * 核对: counts the ledger again up to the instant of a frozen report and names the figures that differ; `isWhole` is
 * false where the stored figures are no longer those whose digest the ledger holds. Throws `case.not-found`,
 * `report.not-frozen`.
 */
export async function checkReport(context: StaffContext, id: number): Promise<{ isWhole: boolean; differ: string[] }> {
	const { actor, db } = context;
	if (!readsReports(actor)) throw new Refusal('case.not-found');
	const [report] = await db.select().from(reports).where(eq(reports.id, id));
	if (!report) throw new Refusal('case.not-found');
	if (report.state !== 'frozen' || !report.asOf) throw new Refusal('report.not-frozen');
	const figures = await readPart(context, report.figuresId, 'figures');
	const stored: FigureSheet = JSON.parse(figures);
	const counted = await recountSheet(context, report.kind, report.fromOn, report.asOf);
	return { isWhole: await isAsRecorded(context, report), differ: differences(stored, counted) };
}

/** The words of a report, drafted or frozen. */
export async function readReportWords(context: StaffContext, report: Report): Promise<ReportWords> {
	return readWords(report.wordsId === null ? report.parts : await readBody(context, report.wordsId));
}

async function readPart(context: StaffContext, textId: number | null, part: string): Promise<string> {
	const parts: Record<string, string> = JSON.parse(await readBody(context, textId));
	return parts[part] ?? '';
}

async function readBody({ db }: StaffContext, textId: number | null): Promise<string> {
	const [row] = await db
		.select({ body: texts.body })
		.from(texts)
		.where(eq(texts.id, textId ?? 0));
	if (!row?.body) throw new Error('a frozen report has lost its text');
	return row.body;
}

/** Are figures and words still what the event of the freezing names? */
async function isAsRecorded({ db }: StaffContext, { id, figuresId, wordsId }: Report): Promise<boolean> {
	const rows = await db.execute<{ body: string | null; nonce: Buffer | null; named: string }>(sql`
		select texts.body, texts.nonce, events.data->kept.part->>'digest' as named
		from events
		cross join (values ('figures', ${figuresId}::bigint), ('words', ${wordsId}::bigint)) as kept (part, text_id)
		join texts on texts.id = kept.text_id and texts.id = (events.data->kept.part->>'textId')::bigint
		where events.stream = ${`report:${id}`} and events.kind = 'report.frozen'`);
	const isKept = ({ body, nonce, named }: (typeof rows)[number]) =>
		body !== null && nonce !== null && digestOf(nonce, body).toString('hex') === named;
	return rows.length === 2 && rows.every(isKept);
}

function found({ db }: StaffContext, which: SQL | undefined) {
	return db
		.select(shown)
		.from(reports)
		.innerJoin(drafter, eq(drafter.id, reports.draftedById))
		.leftJoin(freezer, eq(freezer.id, reports.frozenById))
		.leftJoin(correction, and(eq(correction.correctsId, reports.id), eq(correction.state, 'frozen')))
		.where(which);
}
