import { desc, eq } from 'drizzle-orm';
import type { AccountBook, LateList, Month } from '../../../domain/account-book.ts';
import type { Context } from '../../context.ts';
import { accountBooks } from '../../db/schema/account-books.ts';

type Db = Pick<Context, 'db'>;
/** Ten years of months. */
const most = 120;

/** Months that were counted, the latest first. */
export function listBooks({ db }: Db): Promise<{ month: Month; isFinal: boolean }[]> {
	return db
		.select({ month: accountBooks.month, isFinal: accountBooks.isFinal })
		.from(accountBooks)
		.orderBy(desc(accountBooks.month))
		.limit(most);
}

/** 账本 of a month as it was counted last; null where it was not yet. A row by its key: the public page counts nothing. */
export async function findBook({ db }: Db, month: Month) {
	const [row] = await db.select().from(accountBooks).where(eq(accountBooks.month, month));
	if (!row) return null;
	const book: AccountBook = JSON.parse(row.document);
	const late: LateList = JSON.parse(row.late);
	return { book, late, text: row.document, digest: row.digest.toString('hex') };
}
