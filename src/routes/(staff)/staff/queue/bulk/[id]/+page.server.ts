import { error } from '@sveltejs/kit';
import { findRun, latestRun } from '#lib/server/cases/queries/bulk.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { queryOf, readFilter } from '#lib/server/http/queue-filter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const context = staffContext(locals);
	const id = params.id === 'latest' ? await latestRun(context) : Number(params.id);
	if (Number.isNaN(id)) error(404, { message: 'not-found' });
	const run = id === null ? null : await orNotFound(() => findRun(context, id));
	const from = new URLSearchParams(url.searchParams.get('from') ?? '');
	return { run, from: queryOf(readFilter(context.actor, from)) };
};
