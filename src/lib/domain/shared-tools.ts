import type { StaffActor } from './permissions.ts';

/** 12 views a person at most: so many counts are asked with the list. */
export const mostViews = { own: 8, unit: 4 } as const;
export const mostPhrases = { own: 30, unit: 60 } as const;

/** Who keeps what a whole unit shares: its views and 常用答复语. */
export function keepsForUnit({ roles }: StaffActor): boolean {
	return roles.some((role) => role === 'head' || role === 'dispatcher' || role === 'supervisor');
}
