import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { inTurn } from '#lib/server/http/uploads.ts';
import { listImports } from '#lib/server/intake/former-register/queries.ts';
import { tryImport } from '#lib/server/intake/former-register/try-import.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	imports: await orNotFound(() => listImports(staffContext(locals)))
});

const workbook = v.pipe(
	v.instance(File, 'file.missing'),
	v.check(({ size }) => size > 0, 'file.missing')
);

export const actions: Actions = {
	default: formAction(v.object({ file: workbook }), async ({ file }, { locals }) => {
		const context = staffContext(locals);
		const { id, isKnown } = await inTurn(async () => tryImport(context, new Uint8Array(await file.arrayBuffer())));
		redirect(303, `/staff/register/import/${id}${isKnown ? '?again' : ''}`);
	})
};
