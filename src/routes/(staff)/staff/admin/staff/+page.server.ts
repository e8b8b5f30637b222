import * as v from 'valibot';
import { rowId, textField } from '#lib/domain/form-fields.ts';
import { roles } from '#lib/domain/roles.ts';
import {
	confirmLink,
	confirmRole,
	createStaff,
	grantRole,
	listLinks,
	listStaff,
	makeLink,
	removeRole,
	renewals,
	setActive
} from '#lib/server/auth/administer.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const [people, links, units] = await Promise.all([listStaff(context), listLinks(context), listUnits(context)]);
	return {
		people,
		links,
		units: units.map(({ id, name }) => ({ id, name })),
		roles,
		ownId: context.actor.id,
		renewals
	};
};

const id = rowId('field.missing');
const role = v.picklist(roles, 'role.missing');
const saved = { saved: true as const };

export const actions: Actions = {
	create: formAction(
		v.object({
			username: v.pipe(v.string('username.missing'), v.trim(), v.regex(/^[\w.-]{3,40}$/, 'username.missing')),
			name: textField('name', [1, 30]),
			unit: id
		}),
		async ({ username, name, unit }, { locals }) => {
			await createStaff(staffContext(locals), { username, name, unitId: unit });
			return saved;
		}
	),
	active: formAction(v.object({ id, active: v.picklist(['0', '1']) }), async ({ id, active }, { locals }) => {
		await setActive(staffContext(locals), id, active === '1');
		return saved;
	}),
	grant: formAction(v.object({ id, role }), async ({ id, role }, { locals }) => {
		await grantRole(staffContext(locals), id, role);
		return saved;
	}),
	confirm: formAction(v.object({ id, role }), async ({ id, role }, { locals }) => {
		await confirmRole(staffContext(locals), id, role);
		return saved;
	}),
	remove: formAction(v.object({ id, role }), async ({ id, role }, { locals }) => {
		await removeRole(staffContext(locals), id, role);
		return saved;
	}),
	link: formAction(v.object({ id, renews: v.picklist(renewals, 'field.missing') }), async ({ id, renews }, event) => {
		const token = await makeLink(staffContext(event.locals), id, renews);
		// the token stands in the fragment: no server, proxy or log ever sees it
		return { link: `${event.url.origin}/staff/renew#${token}` };
	}),
	confirmLink: formAction(v.object({ id }), async ({ id }, { locals }) => {
		await confirmLink(staffContext(locals), id);
		return saved;
	})
};
