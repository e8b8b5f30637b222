import { messages } from '#lib/i18n/messages.ts';
import { countQueues, viewsOf } from '#lib/server/cases/queries/queue.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, depends }) => {
	depends('app:live');
	const s = messages('staff', locals.preferences.locale);
	if (locals.context.actor.kind !== 'staff') return { s, me: null };
	const context = staffContext(locals);
	const { id, name, unitId, roles } = context.actor;
	return { s, me: { id, name, unitId, roles, views: viewsOf(context.actor), counts: await countQueues(context) } };
};
