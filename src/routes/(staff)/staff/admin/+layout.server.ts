import { error } from '@sveltejs/kit';
import { dayOf } from '#lib/domain/clock.ts';
import { type HistorySection, listHistory } from '#lib/server/office/settings-history.ts';
import { loadCalendar } from '#lib/server/calendar/load-calendar.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { LayoutServerLoad } from './$types';

/** The acts check again; this only spares others an empty page. The supervisor comes in to confirm. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const { roles } = context.actor;
	if (!roles.includes('administrator') && !roles.includes('supervisor')) error(404, { message: 'not-found' });
	const calendar = await loadCalendar(context.db);
	const year = Number(dayOf(context.now).slice(0, 4));
	const isAdministrator = roles.includes('administrator');
	const section = sectionOf(url.pathname);
	const before = Number(url.searchParams.get('before')) || null;
	return {
		isAdministrator,
		history: section && isAdministrator ? await listHistory(context, section, before) : null,
		missingYears: [year, year + 1].filter((one) => !calendar.hasYear(one))
	};
};

function sectionOf(pathname: string): HistorySection | undefined {
	const sections: HistorySection[] = ['units', 'categories', 'calendar', 'texts', 'limits', 'wordings'];
	return sections.find((section) => pathname === `/staff/admin/${section}`);
}
