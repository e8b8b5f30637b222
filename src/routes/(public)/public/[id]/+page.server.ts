import { error } from '@sveltejs/kit';
import { findPublished } from '#lib/server/cases/queries/published.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	if (!/^\d{1,9}$/.test(params.id)) error(404, { message: 'not-found' });
	const { context, preferences } = locals;
	const { category, categoryEn, ...one } = await orNotFound(() => findPublished(context, Number(params.id)));
	return { one: { ...one, category: preferences.locale === 'en' ? categoryEn : category } };
};
