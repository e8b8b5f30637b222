import { error } from '@sveltejs/kit';
import { listResidentStreams } from '#lib/server/cases/queries/shared-story.ts';
import type { RequestHandler } from './$types';

/**
 * "Something you may see has changed", as server-sent events. `?as=staff` follows the queue for a signed-in member of
 * staff; otherwise the resident's own case and the one it is merged into. `age` is how many ms ago the page was asked for.
 */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { context, house, signedIn } = locals;
	const { actor } = context;
	const age = Number(url.searchParams.get('age')) || 0;
	if (actor.kind === 'staff' && signedIn) return stream(house.live.watch(signedIn.sessionKey, 'queue', age));
	if (actor.kind === 'resident') {
		const streams = await listResidentStreams(context, actor.caseId);
		return stream(house.live.watch(`case:${actor.caseId}`, streams, age));
	}
	error(404, { message: 'not-found' });
};

function stream(body: ReadableStream<Uint8Array>): Response {
	return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
