import * as v from 'valibot';
import { maybeRowId, textField, ticked } from '#lib/domain/form-fields.ts';
import { listStaff } from '#lib/server/auth/administer.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { changeArea, changeUnit } from '#lib/server/office/change-settings.ts';
import { listAllAreas, listAllUnits } from '#lib/server/office/list-settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const [units, areas, people] = await Promise.all([listAllUnits(context), listAllAreas(context), listStaff(context)]);
	const dispatchers = people.filter(
		({ isActive, roles }) => isActive && roles.some(({ role, isConfirmed }) => role === 'dispatcher' && isConfirmed)
	);
	return { units, areas, dispatchers: dispatchers.map(({ id, name }) => ({ id, name })) };
};

export const actions: Actions = {
	unit: formAction(
		v.object({
			id: maybeRowId,
			name: textField('name', [2, 40]),
			phone: textField('phone', [0, 30]),
			parent: maybeRowId,
			active: ticked
		}),
		async ({ id, name, phone, parent, active }, { locals }) => {
			await changeUnit(staffContext(locals), { id, name, phone, parentId: parent, isActive: active });
			return { saved: true as const };
		}
	),
	area: formAction(
		v.object({ id: maybeRowId, name: textField('name', [2, 40]), dispatcher: maybeRowId, active: ticked }),
		async ({ id, name, dispatcher, active }, { locals }) => {
			await changeArea(staffContext(locals), { id, name, dispatcherId: dispatcher, isActive: active });
			return { saved: true as const };
		}
	)
};
