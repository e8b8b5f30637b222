import { error } from '@sveltejs/kit';
import { readNumber } from '#lib/domain/case-number.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('app:live');
	const read = readNumber(params.number);
	if (!read.ok) error(404, { message: 'not-found' });
	const context = staffContext(locals);
	return { one: await orNotFound(() => findStaffCase(context, read.number)), now: context.now };
};
