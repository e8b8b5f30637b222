import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import { handOver } from '#lib/server/cases/hand-over.ts';
import { listColleagues } from '#lib/server/cases/queries/colleagues.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const { roles, unitIds } = context.actor;
	if (!roles.includes('head') && !roles.includes('administrator')) error(404, { message: 'not-found' });
	const people = await listColleagues(context);
	return { people: roles.includes('administrator') ? people : people.filter(({ unitId }) => unitIds.includes(unitId)) };
};

const person = rowId('owner.missing');

export const actions: Actions = {
	default: formAction(v.object({ from: person, to: person }), async ({ from, to }, event) => {
		return handOver(staffContext(event.locals), { fromId: from, toId: to });
	})
};
