import * as v from 'valibot';
import { filterQuery, readFilter } from '#lib/domain/register.ts';
import { exportRegister } from '#lib/server/cases/export-register.ts';
import { countRegister } from '#lib/server/cases/queries/register.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const filter = readFilter(url.searchParams, context.now);
	const count = await orNotFound(() => countRegister(context, filter));
	return { count, filter, query: filterQuery(filter), now: context.now, by: context.actor.name };
};

export const actions: Actions = {
	default: formAction(v.object({}), async (_, { locals, url }) => {
		const context = staffContext(locals);
		return { sheet: await exportRegister(context, readFilter(url.searchParams, context.now), 'print') };
	})
};
