import { error, type RequestEvent } from '@sveltejs/kit';
import { isMonth } from '../../domain/account-book.ts';
import { findBook } from '../stats/queries/account-books.ts';
import { sha256 } from '../crypto/sha256.ts';

type Book = NonNullable<Awaited<ReturnType<typeof findBook>>>;

/** 账本 of the month in the address; 404 for what is none or was not counted yet. */
export async function bookAt({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>): Promise<Book> {
	const { month = '' } = params;
	const found = isMonth(month) ? await findBook(locals.context, month) : null;
	if (!found) error(404, { message: 'not-found' });
	return found;
}

/**
 * A file of the open data: any site may read it, a browser keeps it for an hour and then asks whether it has changed. Its
 * ETag is the SHA-256 of what is sent.
 */
export function openFile({ request }: RequestEvent, name: string, type: string, text: string): Response {
	const etag = `"${sha256(text).toString('hex')}"`;
	const headers = {
		etag,
		'cache-control': 'public, max-age=3600',
		'access-control-allow-origin': '*',
		'access-control-expose-headers': 'etag',
		'cross-origin-resource-policy': 'cross-origin'
	};
	const known = request.headers.get('if-none-match')?.split(',') ?? [];
	// a compressed answer may come back with a weak mark of its own
	if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return new Response(null, { status: 304, headers });
	return new Response(text, {
		headers: { ...headers, 'content-type': type, 'content-disposition': `attachment; filename="${name}"` }
	});
}
