import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import {
	caseLists,
	countOversight,
	listCases,
	listReadings,
	listReveals,
	oversightLists,
	seeReading
} from '#lib/server/audit/oversight.ts';
import { findReport } from '#lib/server/audit/task-reports.ts';
import { openOrphans } from '#lib/server/cases/queries/orphans.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { keyOf } from '#lib/server/http/page-key.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const counts = await orNotFound(() => countOversight(context));
	const list = oversightLists.find((one) => one === url.searchParams.get('list')) ?? 'overdue';
	const caseList = caseLists.find((one) => one === list);
	const after = keyOf(url.searchParams.get('after'));
	const [cases, reveals, readings, lastOrphans, orphansNow] = await Promise.all([
		caseList ? listCases(context, caseList, after) : null,
		list === 'reveals' ? listReveals(context, after) : null,
		list === 'readings' ? listReadings(context) : null,
		findReport(context, 'check-orphans'),
		// reads every open case: only when somebody asks
		url.searchParams.has('orphans') ? openOrphans(context, undefined) : null
	]);
	const next = cases?.next ?? reveals?.next ?? null;
	return {
		counts,
		list,
		cases: cases?.rows ?? null,
		reveals: reveals?.rows ?? null,
		readings,
		orphans: {
			last: lastOrphans && { at: lastOrphans.at, found: Number(lastOrphans.report.orphans) },
			now: orphansNow && orphansNow.length
		},
		seesMessages: context.actor.roles.includes('supervisor'),
		next: next && `?list=${list}&after=${next.at}-${next.id}`,
		now: context.now
	};
};

export const actions: Actions = {
	seen: formAction(v.object({ alarm: rowId('field.missing') }), async ({ alarm }, { locals }) => {
		await seeReading(staffContext(locals), alarm);
		redirect(303, '/staff/oversight?list=readings&seen');
	})
};
