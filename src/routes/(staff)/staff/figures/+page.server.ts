import { dayOf } from '#lib/domain/clock.ts';
import { breakdowns, monthOf, readPeriod } from '#lib/domain/indicators.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { groupNames } from '#lib/server/stats/group-names.ts';
import { findFigures, reachOf } from '#lib/server/stats/staff-figures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const { locale } = locals.preferences;
	const get = (name: string) => url.searchParams.get(name) ?? '';
	const asked = readPeriod(get('from'), get('to'));
	const period = asked ?? monthOf(dayOf(context.now));
	const by = breakdowns.find((one) => one === get('by')) ?? 'unit';
	const [figures, names, kindNames] = await Promise.all([
		orNotFound(() => findFigures(context, period, by)),
		groupNames(context, by, locale),
		groupNames(context, 'category', locale)
	]);
	return {
		...{ period, by, figures, names, kindNames, now: context.now },
		reach: reachOf(context.actor),
		isWrong: !asked && (get('from') !== '' || get('to') !== '')
	};
};
