import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '#lib/domain/clock.ts';
import { rowId } from '#lib/domain/form-fields.ts';
import { arrangesFor, endStandIn, listStandIns, setStandIn } from '#lib/server/auth/stand-ins.ts';
import { listColleagues } from '#lib/server/cases/queries/colleagues.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const { actor, now } = context;
	if (!actor.roles.includes('head') && !actor.roles.includes('administrator')) error(404, { message: 'not-found' });
	const [people, rows] = await Promise.all([listColleagues(context), listStandIns(context)]);
	// of the same unit or one above it: others could not stand in
	const near = [...actor.unitIds, ...actor.unitPath];
	const isNear = ({ unitId }: { unitId: number }) => actor.roles.includes('administrator') || near.includes(unitId);
	return {
		people: people.filter(isNear),
		absent: people.filter(({ unitId }) => arrangesFor(actor, unitId)),
		rows,
		today: dayOf(now)
	};
};

const day = v.pipe(v.string('day.missing'), v.isoDate('day.missing'));
const standInForm = v.object({
	absent: rowId('absent.missing'),
	standIn: rowId('standIn.missing'),
	fromOn: day,
	untilOn: day
});

export const actions: Actions = {
	set: formAction(standInForm, async ({ absent, standIn, fromOn, untilOn }, { locals }) => {
		await setStandIn(staffContext(locals), { absentId: absent, standInId: standIn, fromOn, untilOn });
		return { isSet: true as const };
	}),
	end: formAction(v.object({ id: rowId('field.missing') }), async ({ id }, { locals }) => {
		await endStandIn(staffContext(locals), id);
		return { isEnded: true as const };
	})
};
