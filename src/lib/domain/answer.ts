/** 办结结果 a resident sees (domain C5); suggestions have their own four. */
export const answerResults = [
	'solved',
	'partly-solved',
	'explained',
	'adopted',
	'partly-adopted',
	'kept-for-reference',
	'not-adopted',
	'mediated',
	'not-mediated'
] as const;
export type AnswerResult = (typeof answerResults)[number];

/** The template: 您反映的 / 查看到的 / 已做、将做 / 依据 / 联系方式 / 不满意怎么办. */
export const answerParts = ['raised', 'found', 'done', 'basis', 'contact', 'unhappy'] as const;
export type AnswerParts = Record<(typeof answerParts)[number], string>;

/** Ruling 6. */
export const shortestAnswer = { reviewed: 30, onTheSpot: 10 } as const;
