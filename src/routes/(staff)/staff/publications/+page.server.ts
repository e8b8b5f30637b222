import { countToReview, listToReview } from '#lib/server/cases/queries/published.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { keyOf } from '#lib/server/http/page-key.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	const state = url.searchParams.get('state') === 'published' ? 'published' : 'drafted';
	const after = keyOf(url.searchParams.get('after'));
	const [{ rows, next }, waiting] = await Promise.all([
		orNotFound(() => listToReview(context, { state, after })),
		countToReview(context)
	]);
	return { state, rows, waiting, next: next && `?state=${state}&after=${next.at}-${next.id}` };
};
