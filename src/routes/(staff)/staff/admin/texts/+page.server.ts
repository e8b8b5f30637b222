import * as v from 'valibot';
import { textField } from '#lib/domain/form-fields.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { forgetSiteTexts, siteTexts, type SiteKey } from '#lib/server/site/site-texts.ts';
import type { Actions, PageServerLoad } from './$types';

const keys = [
	'name',
	'nameEn',
	'place',
	'host',
	'phone',
	'email',
	'icp',
	'supervisorPhone',
	'officeNumbers'
] as const satisfies readonly SiteKey[];

export const load: PageServerLoad = async ({ locals }) => {
	const texts = await siteTexts(locals.house.db);
	return { texts: keys.map((key) => ({ key, value: texts[key] })) };
};

export const actions: Actions = {
	default: formAction(
		v.object({ key: v.picklist(keys, 'field.missing'), value: textField('reason', [0, 1000]) }),
		async ({ key, value }, { locals }) => {
			await changeText(staffContext(locals), key, value);
			forgetSiteTexts(locals.house.db);
			return { saved: true as const };
		}
	)
};
