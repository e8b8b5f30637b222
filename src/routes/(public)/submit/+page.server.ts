import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The first filing page, which also offers to go on with what was begun. */
export const load: PageServerLoad = () => redirect(303, '/submit/what');
