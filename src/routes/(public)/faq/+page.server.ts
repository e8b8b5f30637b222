import { listFaq, listHelpful } from '#lib/server/office/list-entries.ts';
import { listCategories } from '#lib/server/site/choices.ts';
import type { PageServerLoad } from './$types';

/** So many that come near, where nothing has all the words. */
const mostNear = 6;

export const load: PageServerLoad = async ({ locals, url }) => {
	const { context, preferences } = locals;
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, 60);
	const asked = url.searchParams.get('category') ?? '';
	const category = /^\d{2}$/.test(asked) ? asked : null;
	const after = /^\d{1,9}$/.exec(url.searchParams.get('after') ?? '')?.[0];
	const [{ rows, next }, categories] = await Promise.all([
		listFaq(context, { query, category, after: after ? Number(after) : null }),
		listCategories(context, preferences.locale)
	]);
	const near =
		query && rows.length === 0 && !after ? await listHelpful(context, { text: query, kinds: [], most: mostNear }) : [];
	const more = new URLSearchParams();
	if (query) more.set('q', query);
	if (category) more.set('category', category);
	if (next) more.set('after', String(next));
	const isEnglish = preferences.locale === 'en';
	const titled = ({ id, question, questionEn }: { id: number; question: string; questionEn: string }) => ({
		id,
		question: (isEnglish && questionEn) || question,
		isForeign: isEnglish && !questionEn
	});
	return {
		query,
		category,
		rows: rows.map(({ categoryCodes, ...row }) => ({ ...titled(row), categoryCodes })),
		near: near.map(titled),
		next: next && `?${more}`,
		categories: categories.filter(({ parentCode }) => parentCode === null).map(({ code, name }) => ({ code, name }))
	};
};
