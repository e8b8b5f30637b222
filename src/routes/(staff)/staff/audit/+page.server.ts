import { findLastCheck } from '#lib/server/audit/verify-ledger.ts';
import { verifyPart } from '#lib/server/audit/verify-part.ts';
import { listTrail, readsTrail } from '#lib/server/audit/trail.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { readTrailFilter } from '#lib/server/http/trail-filter.ts';
import type { PageServerLoad } from './$types';

/* The page has no actions: who audits changes nothing. The chain is verified by an address that asks for it. */

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const filter = readTrailFilter(url, context.now);
	const wantsVerdict = url.searchParams.has('verify') && readsTrail(context.actor);
	const [{ rows, next }, lastCheck, verdict] = await Promise.all([
		orNotFound(() => listTrail(context, filter)),
		findLastCheck(context),
		wantsVerdict ? verifyPart(context, filter) : null
	]);
	const query = new URLSearchParams(url.searchParams);
	query.delete('verify');
	if (next) query.set('after', `${next.at}-${next.id}`);
	return {
		rows,
		filter,
		verdict,
		lastCheck,
		next: next ? `?${query}` : null
	};
};
