import { staffPage } from '#lib/server/http/staff-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends('app:live');
	return { one: await staffPage(event), now: event.locals.context.now };
};
