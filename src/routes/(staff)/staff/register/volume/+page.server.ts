import * as v from 'valibot';
import { readFilter, readsRegister } from '#lib/domain/register.ts';
import { bindVolume } from '#lib/server/cases/bind-volume.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listUnits } from '#lib/server/site/choices.ts';
import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	if (!readsRegister(context.actor)) error(404, { message: 'not-found' });
	const filter = readFilter(url.searchParams, context.now);
	return { filter, units: await listUnits(context), now: context.now, by: context.actor.name };
};

const chosen = v.optional(v.pipe(v.string(), v.maxLength(20)), '');

export const actions: Actions = {
	default: formAction(v.object({ from: chosen, to: chosen, unit: chosen }), async (fields, { locals }) => {
		const context = staffContext(locals);
		const filter = readFilter(new URLSearchParams(fields), context.now);
		return {
			papers: await bindVolume(context, filter),
			of: { from: filter.from, to: filter.to, unitId: filter.unitId }
		};
	})
};
