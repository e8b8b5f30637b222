import type { IssueState } from '#lib/domain/common-issue.ts';
import { listPublicIssues, mostCounted } from '#lib/server/cases/queries/common-issues.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const state: IssueState = url.searchParams.get('state') === 'settled' ? 'settled' : 'open';
	const after = /^\d{1,9}$/.exec(url.searchParams.get('after') ?? '')?.[0];
	const { rows, next } = await listPublicIssues(locals.context, { state, after: after ? Number(after) : null });
	const isEnglish = locals.preferences.locale === 'en';
	return {
		state,
		mostCounted,
		rows: rows.map(({ id, title, category, categoryEn, area, cases, publishedAt, settledAt, notedAt }) => ({
			...{ id, title, area, cases, publishedAt, settledAt, notedAt },
			category: isEnglish ? categoryEn : category
		})),
		next: next && `?state=${state}&after=${next}`
	};
};
