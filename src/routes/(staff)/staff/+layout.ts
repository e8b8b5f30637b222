import { messages } from '#lib/i18n/messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data, parent }) => {
	const { preferences, problems } = await parent();
	const { locale } = preferences;
	const [s, more] = await Promise.all([messages('staff', locale), messages('staffProblems', locale)]);
	const issue = { ...problems.issue, ...more.issue };
	const refusal = { ...problems.refusal, ...more.refusal };
	return { ...data, s, problems: { ...problems, issue, refusal } };
};
