import { error } from '@sveltejs/kit';
import { staffPage } from '#lib/server/http/staff-page.ts';
import type { PageServerLoad } from './$types';

/** 答复单: the latest answer on paper, in large type, for somebody who reads it at the desk or at home. */
export const load: PageServerLoad = async (event) => {
	const { number, title, isSpoken, submittedAt, unit, timeline, external, identity } = await staffPage(event);
	// what waits for its review is no answer yet
	const answer = timeline.findLast(({ audience, words }) => audience === 'public' && words.answer);
	if (!answer) error(404, { message: 'not-found' });
	return {
		number,
		title,
		isSpoken,
		submittedAt,
		unit: unit ?? answer.byUnit,
		answeredAt: answer.at,
		parts: answer.words.answer ?? {},
		external,
		isConfidential: identity === 'confidential'
	};
};
