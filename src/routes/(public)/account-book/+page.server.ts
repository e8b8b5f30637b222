import { dayOf } from '#lib/domain/clock.ts';
import { findBook, listBooks } from '#lib/server/stats/queries/account-books.ts';
import type { PageServerLoad } from './$types';

/** The running month, or in its first week, while it says nothing yet, the one before. */
export const load: PageServerLoad = async ({ locals }) => {
	const { context } = locals;
	const months = await listBooks(context);
	const isFirstWeek = Number(dayOf(context.now).slice(8)) <= 7;
	const latest = (isFirstWeek ? months[1] : null) ?? months[0];
	const found = latest ? await findBook(context, latest.month) : null;
	if (!found) return { months, shown: null };
	const { book, late, digest } = found;
	return { months, shown: { book, late, digest } };
};
