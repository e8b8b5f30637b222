import { error } from '@sveltejs/kit';
import { findPublicIssue, mostCounted } from '#lib/server/cases/queries/common-issues.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	if (!/^\d{1,9}$/.test(params.id)) error(404, { message: 'not-found' });
	const { category, categoryEn, ...one } = await orNotFound(() => findPublicIssue(locals.context, Number(params.id)));
	return { one: { ...one, category: locals.preferences.locale === 'en' ? categoryEn : category }, mostCounted };
};
