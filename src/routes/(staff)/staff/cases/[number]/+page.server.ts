import { issueOfCase } from '#lib/server/cases/queries/common-issues.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { staffPage } from '#lib/server/http/staff-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends('app:live');
	const one = await staffPage(event);
	const context = staffContext(event.locals);
	return { one, issue: await issueOfCase(context, one), now: context.now };
};
