import type { Breakdown, Period } from '#lib/domain/indicators.ts';

/** The address of the cases behind a number: an indicator's name and side, `stars-5`, or `days-3`. */
export function behind(
	period: Period,
	figure: string,
	side: 'whole' | 'part' | 'rest' = 'whole',
	group?: { by: Breakdown; key: string | null }
): string {
	const query = new URLSearchParams({ ...period, figure, side });
	if (group) {
		query.set('by', group.by);
		query.set('key', group.key ?? '');
	}
	return `/staff/figures/cases?${query}`;
}
