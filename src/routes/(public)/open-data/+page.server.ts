import { listBooks } from '#lib/server/stats/queries/account-books.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ months: await listBooks(locals.context) });
