import type { PageServerLoad } from './$types';

/** The shell is the same for everybody: what the machine is, it knows itself. */
export const load: PageServerLoad = ({ setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
};
