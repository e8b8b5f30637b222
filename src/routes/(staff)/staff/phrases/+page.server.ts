import * as v from 'valibot';
import { rowId, textField } from '#lib/domain/form-fields.ts';
import { keepsForUnit } from '#lib/domain/shared-tools.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { addPhrase, changePhrase, deletePhrase, listPhrases } from '#lib/server/office/change-phrase.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	return { phrases: await listPhrases(context), mayKeepForUnit: keepsForUnit(context.actor) };
};

const phrase = textField('phrase', [2, 500]);
const saved = { saved: true as const };

export const actions: Actions = {
	add: formAction(
		v.object({ phrase, unit: v.optional(v.string(), '') }),
		async ({ phrase: body, unit }, { locals }) => {
			await addPhrase(staffContext(locals), { body, isOfUnit: unit === '1' });
			return saved;
		}
	),
	change: formAction(v.object({ id: rowId('field.missing'), body: phrase }), async ({ id, body }, { locals }) => {
		await changePhrase(staffContext(locals), id, body);
		return saved;
	}),
	delete: formAction(v.object({ id: rowId('field.missing') }), async ({ id }, { locals }) => {
		await deletePhrase(staffContext(locals), id);
		return saved;
	})
};
