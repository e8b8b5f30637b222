import { lastPage, listLongTermMatters } from '#lib/server/cases/queries/long-term-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = Number(url.searchParams.get('page') ?? 1);
	const page = Number.isInteger(asked) && asked >= 1 && asked <= lastPage ? asked : 1;
	return { page, ...(await listLongTermMatters(locals.context, page)) };
};
