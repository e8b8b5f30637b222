import type { RequestHandler } from './$types';

/** Is the database there? The start hook has already answered 503 if the house could not be started. */
export const GET: RequestHandler = async ({ locals }) => {
	await locals.house.ready();
	return new Response('ready', { headers: { 'content-type': 'text/plain' } });
};
