import * as v from 'valibot';
import { addDays, dayOf } from '#lib/domain/clock.ts';
import { momentOf, weekOfShifts } from '#lib/domain/duty-roster.ts';
import { maybeRowId, rowId } from '#lib/domain/form-fields.ts';
import { listColleagues } from '#lib/server/cases/queries/colleagues.ts';
import { missing } from '#lib/server/http/act-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { keepsRoster, removeShift, setShifts } from '#lib/server/office/change-roster.ts';
import { listRoster } from '#lib/server/office/list-roster.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const mayKeep = keepsRoster(context.actor);
	return {
		roster: await listRoster(context),
		people: mayKeep ? await listColleagues(context) : [],
		mayKeep,
		now: context.now,
		tomorrow: addDays(dayOf(context.now), 1)
	};
};

const day = (field: string) => v.pipe(v.string(`${field}.missing`), v.isoDate(`${field}.missing`));
const hour = (field: string) =>
	v.pipe(v.string(`${field}.missing`), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, `${field}.missing`));

export const actions: Actions = {
	one: formAction(
		v.object({
			person: rowId('person.missing'),
			fromOn: day('fromOn'),
			fromTime: hour('fromTime'),
			untilOn: day('untilOn'),
			untilTime: hour('untilTime')
		}),
		async ({ person, fromOn, fromTime, untilOn, untilTime }, { locals }) => {
			const turn = { fromAt: momentOf(fromOn, fromTime), untilAt: momentOf(untilOn, untilTime) };
			if (turn.untilAt <= turn.fromAt) return missing('untilOn', 'untilOn.order');
			return { added: await setShifts(staffContext(locals), [{ staffId: person, ...turn }]) };
		}
	),
	week: formAction(
		v.object({
			firstOn: day('firstOn'),
			time: hour('time'),
			...{ day1: maybeRowId, day2: maybeRowId, day3: maybeRowId, day4: maybeRowId },
			...{ day5: maybeRowId, day6: maybeRowId, day7: maybeRowId }
		}),
		async ({ firstOn, time, ...days }, { locals }) => {
			const people = [days.day1, days.day2, days.day3, days.day4, days.day5, days.day6, days.day7];
			const turns = weekOfShifts(firstOn, time, people);
			if (turns.length === 0) return missing('day1', 'person.missing');
			return { added: await setShifts(staffContext(locals), turns) };
		}
	),
	remove: formAction(v.object({ shift: rowId('field.missing') }), async ({ shift }, { locals }) => {
		await removeShift(staffContext(locals), shift);
		return { removed: true as const };
	})
};
