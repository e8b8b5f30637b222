import { lateRatingUntil, ratingEditableUntil } from './deadline.ts';
import type { Act, CaseState } from './lifecycle.ts';

/** 五级, best first, with the tags of each (domain/ratings.json); the words are in i18n/ratings. */
export const ratingLevels = [
	{ stars: 5, tags: ['fast', 'solved', 'kind', 'clear', 'reached-out'] },
	{ stars: 4, tags: ['fast', 'solved', 'kind', 'clear', 'open'] },
	{ stars: 3, tags: ['partly', 'bit-slow', 'want-more', 'not-clear'] },
	{ stars: 2, tags: ['unsolved', 'too-slow', 'unreadable', 'nobody-called', 'passed-around', 'unkind'] },
	{ stars: 1, tags: ['unsolved', 'untrue', 'evaded', 'hostile', 'leaked', 'fear'] }
] as const;
export type RatingTag = (typeof ratingLevels)[number]['tags'][number];

const allTags: readonly string[] = ratingLevels.flatMap(({ tags }) => tags);
export function isRatingTag(tag: string): tag is RatingTag {
	return allTags.includes(tag);
}

/** 「泄露我的信息」「担心被刁难」 go straight to the supervisor, never to the unit. */
export function namesRetaliation(tags: readonly RatingTag[]): boolean {
	return tags.includes('leaked') || tags.includes('fear');
}

type RatingAct = Extract<Act, 'rate-well' | 'rate-badly' | 'rate-badly-again' | 'rate-late' | 'rate-badly-late'>;
type Moment = {
	state: CaseState;
	round: number;
	closedAt: Date | null;
	now: Date;
	stars: number;
	/** The rating of this answer so far; null for a first one. */
	previousStars: number | null;
};

/**
 * What a rating does (ruling 5): the first 1–2 stars open the one rework, the second close the case as answered
 * twice, 3–5 close it. Late and edited ratings count alike while their time lasts. Null = no rating possible now.
 */
export function consequenceOf({ state, round, closedAt, now, stars, previousStars }: Moment): RatingAct | null {
	const isBad = stars <= 2;
	if (state === 'answered') {
		if (!isBad) return 'rate-well';
		return round === 1 ? 'rate-badly' : 'rate-badly-again';
	}
	if (state !== 'closed' || !closedAt) return null;
	if (previousStars === null && now > lateRatingUntil(closedAt)) return null;
	return isBad && round === 1 ? 'rate-badly-late' : 'rate-late';
}

/** A rating may be changed for 7 days. */
export function mayChangeRating({ ratedAt, now }: { ratedAt: Date; now: Date }): boolean {
	return now <= ratingEditableUntil(ratedAt);
}

/** 申请重新办理: from an answer, or up to 30 days from closing; once. */
export function mayRequestRework(moment: {
	state: CaseState;
	round: number;
	closedAt: Date | null;
	now: Date;
}): boolean {
	const { state, round, closedAt, now } = moment;
	if (round > 1) return false;
	if (state === 'answered') return true;
	return state === 'closed' && closedAt !== null && now <= lateRatingUntil(closedAt);
}
