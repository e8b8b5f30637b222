import { countQueues, viewsOf } from '#lib/server/cases/queries/queue.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, depends }) => {
	depends('app:live');
	if (locals.context.actor.kind !== 'staff') return { me: null };
	const context = staffContext(locals);
	const { id, name, unitId, roles } = context.actor;
	return { me: { id, name, unitId, roles, views: viewsOf(context.actor), counts: await countQueues(context) } };
};
