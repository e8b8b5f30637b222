import type { RequestEvent } from '@sveltejs/kit';
import { siteTexts } from '../site/site-texts.ts';

/** Published office numbers, which an answer or a public text may name. */
export async function officeNumbersOf({ locals }: Pick<RequestEvent, 'locals'>): Promise<string[]> {
	const { officeNumbers } = await siteTexts(locals.house.db);
	return officeNumbers.split(/\s+/).filter(Boolean);
}
