import { bookAt, openFile } from '#lib/server/http/open-book.ts';
import type { RequestHandler } from './$types';

/** 账本 of a month for machines, to the byte of which the check value is. */
export const GET: RequestHandler = async (event) => {
	const { book, text } = await bookAt(event);
	return openFile(event, `account-book-${book.month}.json`, 'application/json; charset=utf-8', text);
};
