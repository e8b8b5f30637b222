import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { findImport } from '#lib/server/intake/former-register/queries.ts';
import { confirmImport, dropImport, writeImports } from '#lib/server/intake/former-register/write-import.ts';
import { listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

/** Rows that are written before the page answers; a larger file goes on by itself (jobs/write-imports). */
const atOnce = 100;

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const context = staffContext(locals);
	const after = Number(url.searchParams.get('after')) || 0;
	const onlyWrong = url.searchParams.has('wrong');
	const [one, units] = await orNotFound(() =>
		Promise.all([findImport(context, idOf(params), { after, onlyWrong }), listUnits(context)])
	);
	return {
		one,
		onlyWrong,
		isAgain: url.searchParams.has('again'),
		units: units.map(({ id, name }) => ({ id, name }))
	};
};

export const actions: Actions = {
	confirm: formAction(v.object({}), async (_, { locals, params }) => {
		const context = staffContext(locals);
		await confirmImport(context, idOf(params));
		await writeImports(context, atOnce);
		redirect(303, `/staff/register/import/${params.id}`);
	}),
	drop: formAction(v.object({}), async (_, { locals, params }) => {
		await dropImport(staffContext(locals), idOf(params));
		redirect(303, '/staff/register/import');
	})
};

function idOf({ id }: { id: string }): number {
	if (!/^[1-9]\d{0,8}$/.test(id)) error(404, { message: 'not-found' });
	return Number(id);
}
