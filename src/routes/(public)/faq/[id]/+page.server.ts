import { error } from '@sveltejs/kit';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { findFaq } from '#lib/server/office/list-entries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	if (!/^\d{1,9}$/.test(params.id)) error(404, { message: 'not-found' });
	const { question, questionEn, answer, answerEn, ...one } = await orNotFound(() =>
		findFaq(locals.context, Number(params.id))
	);
	const isEnglish = locals.preferences.locale === 'en';
	// a question without its answer in English would promise what the page does not hold
	const isForeign = isEnglish && !answerEn;
	return {
		one: {
			id: one.id,
			question: isEnglish && !isForeign ? questionEn || question : question,
			answer: isEnglish && !isForeign ? answerEn : answer,
			isForeign,
			source: one.source,
			unit: one.unit,
			unitPhone: one.unitPhone,
			validFrom: one.validFrom,
			reviewBy: one.reviewBy,
			isOverdue: one.isOverdue
		}
	};
};
