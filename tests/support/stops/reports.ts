import { monthOf } from '../../../src/lib/domain/account-book.ts';
import { dayOf } from '../../../src/lib/domain/clock.ts';
import { at, type SubjectStops } from './stop.ts';

const month = monthOf(dayOf(new Date()));
/** The demo's own: the first is frozen, the second a draft. */
const report = (id: number) => at('/(staff)/staff/reports/[id]', `/staff/reports/${id}`);

export const reports: SubjectStops = {
	open: [
		at('/(public)/account-book'),
		at('/(public)/account-book/[month]', `/account-book/${month}`),
		at('/(public)/open-data')
	],
	fenpai: [report(2)],
	duban: [at('/(staff)/staff/reports'), at('/(staff)/staff/reports', '/staff/reports?kind=week'), report(1)]
};
