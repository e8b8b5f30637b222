import { readNumber } from '#lib/domain/case-number.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listPresent } from '#lib/server/realtime/presence.ts';
import type { LayoutServerLoad } from './$types';

/** Who else is at the case when its page is made; the page itself says whether there is such a case. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
	const read = readNumber(params.number);
	if (!read.ok) return { others: [] };
	return { others: await listPresent(staffContext(locals), read.number) };
};
