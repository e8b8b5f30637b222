import * as v from 'valibot';
import { dayOf } from '#lib/domain/clock.ts';
import { textField } from '#lib/domain/form-fields.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { changeDay, importYear } from '#lib/server/office/change-settings.ts';
import { listSpecialDays } from '#lib/server/office/list-settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const today = dayOf(context.now);
	return { days: await listSpecialDays(context, today), year: today.slice(0, 4) };
};

export const actions: Actions = {
	import: formAction(
		v.object({ year: v.pipe(v.string('year.missing'), v.regex(/^20\d{2}$/, 'year.missing'), v.transform(Number)) }),
		async ({ year }, { locals }) => ({ imported: await importYear(staffContext(locals), year) })
	),
	day: formAction(
		v.object({
			day: v.pipe(v.string('day.missing'), v.isoDate('day.missing')),
			kind: v.picklist(['holiday', 'workday', 'none'], 'field.missing'),
			name: textField('name', [0, 30])
		}),
		async (change, { locals }) => {
			await changeDay(staffContext(locals), change);
			return { saved: true as const };
		}
	)
};
