import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { decideHeld, listHeld } from '#lib/server/intake/held.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	return orNotFound(() => listHeld(context));
};

const item = rowId('field.missing');

export const actions: Actions = {
	accept: formAction(v.object({ item }), async ({ item }, { locals }) => ({
		decided: await decideHeld(staffContext(locals), { id: item, decision: 'accepted' })
	})),
	/** Grave: the warning was read. */
	refuse: formAction(
		v.object({ item, understood: v.literal('on', 'understood.missing') }),
		async ({ item }, { locals }) => ({
			decided: await decideHeld(staffContext(locals), { id: item, decision: 'refused' })
		})
	)
};
