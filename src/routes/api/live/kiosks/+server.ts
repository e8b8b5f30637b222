import { error } from '@sveltejs/kit';
import { staffContext } from '#lib/server/http/guards.ts';
import { readBoard } from '#lib/server/kiosks/queries/board.ts';
import type { RequestHandler } from './$types';

/**
 * `?as=staff`: the board of kiosks as it is now. Below /api/live, because a page that asks by itself every half minute
 * is nobody's act: it must not keep a session open.
 */
export const GET: RequestHandler = async ({ locals }) => {
	if (locals.context.actor.kind !== 'staff') error(404, { message: 'not-found' });
	const board = await readBoard(staffContext(locals));
	return new Response(JSON.stringify({ board, now: locals.context.now }), {
		headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }
	});
};
