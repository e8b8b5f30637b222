import { error } from '@sveltejs/kit';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { keyOf } from '#lib/server/http/page-key.ts';
import { listMorning, morningLists } from '#lib/server/stats/morning.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	const list = morningLists.find((one) => one === params.list);
	if (!list) error(404, { message: 'not-found' });
	const { rows, next } = await orNotFound(() => listMorning(context, list, keyOf(url.searchParams.get('after'))));
	return { list, rows, next: next && `?after=${next}`, now: context.now };
};
