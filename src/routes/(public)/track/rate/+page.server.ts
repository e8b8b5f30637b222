import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { isRatingTag, ratingLevels } from '#lib/domain/rating.ts';
import { ratingSolved } from '#lib/domain/rating-levels.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { textField } from '#lib/domain/form-fields.ts';
import { findRating, rateCase } from '#lib/server/cases/rate.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { readCookie } from '#lib/server/http/cookies.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject } = await ownCase(event);
	const own = await findRating(event.locals.context, subject);
	return {
		number: subject.number,
		title: subject.title,
		levels: ratingLevels,
		solvedChoices: ratingSolved,
		stars: own?.stars ?? null,
		solved: own?.solved ?? null,
		tags: own?.tags ?? []
	};
};

const ratingForm = v.object({
	number: caseNumber,
	solved: v.picklist(ratingSolved, 'solved.missing'),
	stars: v.pipe(v.string('stars.missing'), v.regex(/^[1-5]$/, 'stars.missing'), v.transform(Number)),
	tags: v.optional(
		v.pipe(
			v.array(v.string()),
			v.transform((tags) => tags.filter(isRatingTag))
		),
		[]
	),
	words: v.optional(textField('words', [0, 200]), '')
});

export const actions: Actions = {
	default: formAction(ratingForm, async ({ number, stars, solved, tags, words }, event) => {
		// rating is done away from staff (ruling 17a)
		if (readCookie(event, 'staff')) throw new Refusal('rating.staff-browser');
		const offered: readonly string[] = ratingLevels.find((level) => level.stars === stars)?.tags ?? [];
		const fitting = tags.filter((tag) => offered.includes(tag));
		await rateCase(event.locals.context, number, { stars, solved, tags: fitting, words });
		redirect(303, '/track?done=rate');
	})
};
