import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { findMorning } from '#lib/server/stats/morning.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	return { ...(await orNotFound(() => findMorning(context))), now: context.now };
};
