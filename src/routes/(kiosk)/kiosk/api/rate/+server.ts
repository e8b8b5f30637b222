import * as v from 'valibot';
import { readStoredNumber } from '#lib/domain/case-number.ts';
import { isRatingTag, ratingLevels } from '#lib/domain/rating.ts';
import { ratingSolved } from '#lib/domain/rating-levels.ts';
import { findResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { kioskAnswer } from '#lib/server/http/kiosk-api.ts';
import { asResident } from '#lib/server/http/kiosk-case.ts';

const rating = v.object({
	secret: v.pipe(v.string(), v.maxLength(100)),
	solved: v.picklist(ratingSolved),
	stars: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
	tags: v.pipe(v.array(v.string()), v.maxLength(6))
});

/** 给办理打分, of the case this kiosk has just opened. */
export const POST = kioskAnswer(rating, async ({ secret, solved, stars, tags }, event) => {
	await asResident(event, secret);
	const { context } = event.locals;
	const { subject } = await findResidentCase(context);
	const offered: readonly string[] = ratingLevels.find((level) => level.stars === stars)?.tags ?? [];
	const fitting = tags.filter(isRatingTag).filter((tag) => offered.includes(tag));
	await rateCase(context, readStoredNumber(subject.number), { stars, solved, tags: fitting, words: '' });
	return { stars };
});
