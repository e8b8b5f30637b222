import { error } from '@sveltejs/kit';
import { listAlarms } from '#lib/server/cases/queries/alarms.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { RequestHandler } from './$types';

/**
 * `?as=staff`: what rings for a member of staff now. Below /api/live, because a page that asks by itself is nobody's act:
 * it must not keep a session open.
 */
export const GET: RequestHandler = async ({ locals }) => {
	if (locals.context.actor.kind !== 'staff') error(404, { message: 'not-found' });
	const alarms = await listAlarms(staffContext(locals));
	return new Response(JSON.stringify(alarms), {
		headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }
	});
};
