import * as v from 'valibot';
import { type LimitKey, limitKeys, readLimit } from '#lib/domain/office-limits.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { readOfficeLimits } from '#lib/server/site/office-limits.ts';
import { forgetSiteTexts } from '#lib/server/site/site-texts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ limits: await readOfficeLimits(locals.context.db) });

const limit = (key: LimitKey, issue: string) =>
	v.pipe(
		v.string(issue),
		v.transform((text) => readLimit(key, text.normalize('NFKC').trim())),
		v.number(issue)
	);
const form = v.object({
	'retention.contactDays': limit('retention.contactDays', 'days.range'),
	'retention.attachmentDays': limit('retention.attachmentDays', 'days.range'),
	'followUp.samplePercent': limit('followUp.samplePercent', 'percent.range')
});

export const actions: Actions = {
	default: formAction(form, async (wanted, { locals }) => {
		const context = staffContext(locals);
		const now = await readOfficeLimits(context.db);
		for (const key of limitKeys) if (wanted[key] !== now[key]) await changeText(context, key, String(wanted[key]));
		forgetSiteTexts(locals.house.db);
		return { saved: true as const };
	})
};
