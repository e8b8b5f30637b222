import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { StaffActor } from '../../domain/permissions.ts';
import type { ReportWords } from '../../domain/report.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { reports } from '../db/schema/reports.ts';
import { staff } from '../db/schema/staff.ts';

export type Report = typeof reports.$inferSelect;

/** Finds a report and locks its row. Throws `case.not-found`. */
export async function takeReport({ db }: Context<StaffActor>, id: number): Promise<Report> {
	const [report] = await db.select().from(reports).where(eq(reports.id, id)).for('update');
	if (!report) throw new Refusal('case.not-found');
	return report;
}

/** A draft that still stands as the form showed it. Throws `report.frozen`, or `report.changed` with who wrote when. */
export async function takeDraft(context: Context<StaffActor>, id: number, version: number): Promise<Report> {
	const report = await takeReport(context, id);
	if (report.state === 'frozen') throw new Refusal('report.frozen');
	if (report.version === version) return report;
	const [by] = await context.db.select({ name: staff.name }).from(staff).where(eq(staff.id, report.draftedById));
	throw new Refusal('report.changed', { by: by?.name ?? '', at: report.savedAt.toISOString() });
}

const wordsSchema = v.object({ done: v.string(), undone: v.string(), next: v.string() });

/** The words of a draft, or of a text version that holds them. */
export function readWords(parts: string): ReportWords {
	return v.parse(wordsSchema, JSON.parse(parts));
}
