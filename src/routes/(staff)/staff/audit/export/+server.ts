import { error } from '@sveltejs/kit';
import { exportTrail, trailFormats } from '#lib/server/audit/export-trail.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { readTrailFilter } from '#lib/server/http/trail-filter.ts';
import type { RequestHandler } from './$types';

const types = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

export const GET: RequestHandler = async ({ locals, url }) => {
	const context = staffContext(locals);
	const format = trailFormats.find((one) => one === url.searchParams.get('format'));
	if (!format) error(404, { message: 'not-found' });
	const filter = readTrailFilter(url, context.now);
	const { text } = await orNotFound(() => exportTrail(context, filter, format));
	const name = `audit-${filter.fromOn}-${filter.untilOn}.${format}`;
	return new Response(text, {
		headers: { 'content-type': types[format], 'content-disposition': `attachment; filename="${name}"` }
	});
};
