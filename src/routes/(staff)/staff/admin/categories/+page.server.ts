import * as v from 'valibot';
import { lines, maybeRowId, textField, ticked } from '#lib/domain/form-fields.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { changeCategory, changeTile } from '#lib/server/office/change-settings.ts';
import { listAllCategories, listAllTiles, listAllUnits } from '#lib/server/office/list-settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	const [categories, tiles, units] = await Promise.all([
		listAllCategories(context),
		listAllTiles(context),
		listAllUnits(context)
	]);
	return { categories, tiles, units: units.map(({ id, name }) => ({ id, name })) };
};

const codes = v.pipe(
	v.string('field.missing'),
	v.trim(),
	v.regex(/^\d{2}( +\d{2}){0,9}$/, 'codes.wrong'),
	v.transform((text) => text.split(/ +/))
);

export const actions: Actions = {
	category: formAction(
		v.object({
			code: v.pipe(v.string('field.missing'), v.regex(/^\d{2}(\d{2})?$/, 'field.missing')),
			name: textField('label', [1, 30]),
			nameEn: textField('labelEn', [1, 60]),
			unit: maybeRowId,
			publishable: ticked,
			active: ticked
		}),
		async ({ unit, active, ...category }, { locals }) => {
			await changeCategory(staffContext(locals), { ...category, unitId: unit, isActive: active });
			return { saved: true as const };
		}
	),
	tile: formAction(
		v.object({
			position: v.pipe(v.string('field.missing'), v.regex(/^[1-8]$/, 'field.missing'), v.transform(Number)),
			label: textField('label', [1, 30]),
			labelEn: textField('labelEn', [1, 60]),
			hint: textField('hint', [0, 40]),
			hintEn: textField('hintEn', [0, 80]),
			codes,
			phrases: lines('phrases', { most: 12, longest: 30 }),
			phrasesEn: lines('phrasesEn', { most: 12, longest: 60 })
		}),
		async ({ codes, ...tile }, { locals }) => {
			await changeTile(staffContext(locals), { ...tile, categoryCodes: codes });
			return { saved: true as const };
		}
	)
};
