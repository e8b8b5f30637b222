import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '#lib/domain/clock.ts';
import { writesReports } from '#lib/domain/report.ts';
import { latestPeriods, periodBefore, type ReportKind, reportKinds } from '#lib/domain/report-period.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listBegun, listReports } from '#lib/server/stats/queries/reports.ts';
import { beginReport } from '#lib/server/stats/write-report.ts';
import type { Actions, PageServerLoad } from './$types';

/** How far back a report may be begun from the list. */
const offered = { week: 8, month: 12, quarter: 6, year: 3 } as const;
const isKind = (text: string | null): text is ReportKind => reportKinds.some((kind) => kind === text);
const isDay = (text: string | null): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const [asked, before] = [url.searchParams.get('kind'), url.searchParams.get('before')];
	const kind = isKind(asked) ? asked : 'month';
	const periods = latestPeriods(kind, dayOf(context.now), offered[kind]);
	const [{ rows, next }, begun] = await Promise.all([
		orNotFound(() => listReports(context, kind, isDay(before) ? before : null)),
		listBegun(
			context,
			kind,
			periods.map(({ from }) => from)
		)
	]);
	return {
		kind,
		rows,
		isFirst: !isDay(before),
		next: next && `?kind=${kind}&before=${next}`,
		mayWrite: writesReports(context.actor),
		periods: periods.filter(({ from }) => !begun.includes(from)),
		/** What is mostly written next: the period that has just ended. */
		suggested: periodBefore(kind, periods[0]?.from ?? dayOf(context.now)).from
	};
};

export const actions: Actions = {
	begin: formAction(
		v.object({
			kind: v.picklist(reportKinds, 'field.missing'),
			from: v.pipe(v.string('from.missing'), v.isoDate('from.missing'))
		}),
		async ({ kind, from }, { locals }) => {
			const id = await beginReport(staffContext(locals), { kind, from });
			redirect(303, `/staff/reports/${id}`);
		}
	)
};
