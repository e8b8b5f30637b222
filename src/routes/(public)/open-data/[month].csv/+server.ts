import { accountCsv } from '#lib/server/http/account-csv.ts';
import { bookAt, openFile } from '#lib/server/http/open-book.ts';
import type { RequestHandler } from './$types';

/** 账本 of a month for spreadsheet programs. */
export const GET: RequestHandler = async (event) => {
	const { book } = await bookAt(event);
	return openFile(event, `account-book-${book.month}.csv`, 'text/csv; charset=utf-8', await accountCsv(book));
};
