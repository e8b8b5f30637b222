import * as v from 'valibot';
import { isLimitKey, type LimitKey, limitKeys, readLimit } from '#lib/domain/office-limits.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { changeLimit } from '#lib/server/office/change-limit.ts';
import { readOfficeLimits } from '#lib/server/site/office-limits.ts';
import { forgetSiteTexts } from '#lib/server/site/site-texts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ limits: await readOfficeLimits(locals.context.db) });

const issueOf = (key: LimitKey) => {
	if (key.startsWith('retention.')) return 'days.range';
	return key === 'followUp.samplePercent' ? 'percent.range' : 'limit.range';
};
const limit = (key: LimitKey) =>
	v.pipe(
		v.string(issueOf(key)),
		v.transform((text) => readLimit(key, text.normalize('NFKC').trim())),
		v.number(issueOf(key))
	);
/** A group of figures is sent at a time; what is not sent stays. */
const form = v.object(Object.fromEntries(limitKeys.map((key) => [key, v.optional(limit(key))])));

export const actions: Actions = {
	default: formAction(form, async (wanted, { locals }) => {
		const context = staffContext(locals);
		for (const [key, figure] of Object.entries(wanted))
			if (isLimitKey(key) && figure !== undefined) await changeLimit(context, key, figure);
		forgetSiteTexts(locals.house.db);
		return { saved: true as const };
	})
};
