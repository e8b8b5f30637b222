import { countFollowUps } from '#lib/server/cases/queries/follow-ups.ts';
import { listAlarms } from '#lib/server/cases/queries/alarms.ts';
import { countToReview } from '#lib/server/cases/queries/published.ts';
import { countQueues, viewsOf } from '#lib/server/cases/queries/queue.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { rolesThatHelp } from '#lib/server/kiosks/answer-bell.ts';
import { countHeld, countOpenBells } from '#lib/server/kiosks/queries/board.ts';
import { countUnread } from '#lib/server/notify/queries/inbox.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, depends }) => {
	depends('app:live');
	if (locals.context.actor.kind !== 'staff') return { me: null };
	const context = staffContext(locals);
	const { id, name, unitId, roles } = context.actor;
	const mayHelp = roles.some((role) => rolesThatHelp.includes(role));
	const [counts, bells, held, followUps, alarms, toReview, unread] = await Promise.all([
		countQueues(context),
		mayHelp ? countOpenBells(context) : 0,
		countHeld(context),
		countFollowUps(context),
		listAlarms(context),
		countToReview(context),
		countUnread(context)
	]);
	const views = viewsOf(context.actor).filter((view) => view !== 'holiday' || counts.holiday !== undefined);
	return { me: { id, name, unitId, roles, views, counts, bells, held, followUps, alarms, toReview, unread } };
};
