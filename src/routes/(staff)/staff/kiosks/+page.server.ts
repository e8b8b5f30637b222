import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { answerBell, rolesThatHelp } from '#lib/server/kiosks/answer-bell.ts';
import { readBoard } from '#lib/server/kiosks/queries/board.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const { roles } = context.actor;
	return {
		board: await readBoard(context),
		now: context.now,
		isAdministrator: roles.includes('administrator'),
		mayAnswer: roles.some((role) => rolesThatHelp.includes(role))
	};
};

export const actions: Actions = {
	answer: formAction(v.object({ bell: rowId('field.missing') }), async ({ bell }, { locals }) => {
		await answerBell(staffContext(locals), bell);
		return { answered: true as const };
	})
};
