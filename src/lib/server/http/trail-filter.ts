import { spanOf, type TrailFilter } from '../audit/trail.ts';
import { keyOf } from './page-key.ts';

/** What of the ledger an address asks for; what is not known there is ignored. */
export function readTrailFilter({ searchParams }: URL, now: Date): TrailFilter {
	const get = (name: string) => searchParams.get(name)?.trim().slice(0, 60) || null;
	return {
		...spanOf(get('from'), get('until'), now),
		kind: get('kind'),
		account: get('account'),
		about: get('about'),
		after: keyOf(get('after'))
	};
}
