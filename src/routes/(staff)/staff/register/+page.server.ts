import { filterQuery, mayImport, mostExported, readFilter } from '#lib/domain/register.ts';
import { countRegister, listRegister } from '#lib/server/cases/queries/register.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { keyOf } from '#lib/server/http/page-key.ts';
import { listAreas, listCategories, listUnits } from '#lib/server/site/choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const filter = readFilter(url.searchParams, context.now);
	const after = keyOf(url.searchParams.get('after'));
	const [{ rows, next }, count, units, areas, categories] = await orNotFound(() =>
		Promise.all([
			listRegister(context, filter, after),
			countRegister(context, filter),
			listUnits(context),
			listAreas(context),
			listCategories(context, locals.preferences.locale)
		])
	);
	const query = filterQuery(filter);
	return {
		rows,
		count,
		filter,
		query,
		isFirst: after === null,
		next: next && `?${query}&after=${next.at}-${next.id}`,
		units: units.map(({ id, name }) => ({ id, name })),
		areas,
		categories: categories.map(({ code, name, parentCode }) => ({ code, name, isLevel1: parentCode === null })),
		mayImport: mayImport(context.actor),
		/** An export was refused because there are more than this. */
		tooMany: url.searchParams.get('refused') === 'too-many' ? mostExported.xlsx : null
	};
};
