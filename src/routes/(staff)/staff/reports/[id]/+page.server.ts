import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { rowId, textField } from '#lib/domain/form-fields.ts';
import { findInSummary } from '#lib/domain/publication.ts';
import { reportPartLimits, reportParts, type ReportWords } from '#lib/domain/report.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listCategories } from '#lib/server/site/choices.ts';
import { siteTexts } from '#lib/server/site/site-texts.ts';
import { freezeReport } from '#lib/server/stats/freeze-report.ts';
import { checkReport, findReport } from '#lib/server/stats/queries/reports.ts';
import { correctReport, writeReport } from '#lib/server/stats/write-report.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const context = staffContext(locals);
	const [report, categories] = await Promise.all([
		orNotFound(() => findReport(context, idOf(params.id))),
		listCategories(context, locals.preferences.locale)
	]);
	const names = Object.fromEntries(categories.map(({ code, name }) => [code, name]));
	return { report, names };
};

function idOf(id: string): number {
	if (!/^\d{1,9}$/.test(id)) error(404, { message: 'not-found' });
	return Number(id);
}

/** Published office numbers, which a report may name. */
async function officeNumbersOf({ locals }: RequestEvent): Promise<string[]> {
	const { officeNumbers } = await siteTexts(locals.house.db);
	return officeNumbers.split(/\s+/).filter(Boolean);
}

const part = (name: string) => textField(name, [0, reportPartLimits[1]]);
const fields = v.object({
	version: rowId('version.missing'),
	...{ done: part('done'), undone: part('undone'), next: part('next') }
});

/** Sections that could tell who somebody is, with all that was typed. */
function personal(words: ReportWords, officeNumbers: readonly string[]) {
	const found = reportParts.filter((name) => findInSummary(words[name], officeNumbers).length > 0);
	if (found.length === 0) return null;
	const values: Record<string, string> = words;
	return fail(422, { issues: found.map((field) => ({ field, key: 'report.personal' })), values });
}

export const actions: Actions = {
	save: formAction(fields, async ({ version, ...words }, event) => {
		const officeNumbers = await officeNumbersOf(event);
		const faults = personal(words, officeNumbers);
		if (faults) return faults;
		const id = idOf(event.params.id ?? '');
		await writeReport(staffContext(event.locals), id, { version, words, officeNumbers });
		redirect(303, `/staff/reports/${id}?done=saved`);
	}),
	freeze: formAction(fields, async ({ version, ...words }, event) => {
		const officeNumbers = await officeNumbersOf(event);
		const faults = personal(words, officeNumbers);
		if (faults) return faults;
		const id = idOf(event.params.id ?? '');
		await freezeReport(staffContext(event.locals), id, { version, words, officeNumbers });
		redirect(303, `/staff/reports/${id}?done=frozen`);
	}),
	check: formAction(v.object({}), async (_, { locals, params }) => {
		const context = staffContext(locals);
		return { checked: { ...(await checkReport(context, idOf(params.id ?? ''))), at: context.now } };
	}),
	correct: formAction(v.object({}), async (_, { locals, params }) => {
		const id = await correctReport(staffContext(locals), idOf(params.id ?? ''));
		redirect(303, `/staff/reports/${id}`);
	})
};
