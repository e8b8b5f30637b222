import { listFollowUps } from '#lib/server/cases/queries/follow-ups.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { keyOf } from '#lib/server/http/page-key.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	const key = keyOf(url.searchParams.get('after'));
	const { rows, next } = await orNotFound(() => listFollowUps(context, key && { due: key.at, id: key.id }));
	return { rows, next: next && `?after=${next.due}-${next.id}`, now: context.now };
};
