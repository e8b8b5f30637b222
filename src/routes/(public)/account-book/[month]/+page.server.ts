import { bookAt } from '#lib/server/http/open-book.ts';
import { listBooks } from '#lib/server/stats/queries/account-books.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { book, late, digest } = await bookAt(event);
	return { book, late, digest, months: await listBooks(event.locals.context) };
};
