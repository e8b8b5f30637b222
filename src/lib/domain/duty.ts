import type { Role } from './roles.ts';

/**
 * What somebody still owes beside the answer: `call` 打电话告诉结果, `first-message` after raising to 重要, `progress` 待通报,
 * `watch` a rating that names retaliation, `overdue` 督办, `lead-review` a second bad rating, `long-overdue` before the
 * 分管负责人, `unanswered` 留言 without an answer for 25 days.
 */
export const dutyKinds = [
	...(['call', 'first-message', 'progress', 'watch'] as const),
	...(['overdue', 'lead-review', 'long-overdue', 'unanswered'] as const)
] as const;
export type DutyKind = (typeof dutyKinds)[number];

/** What those who watch over the others owe: ended by 登记督办. */
export const watchDuties = [
	...(['watch', 'overdue', 'lead-review', 'long-overdue', 'unanswered'] as const)
] as const satisfies readonly DutyKind[];
export type WatchDuty = (typeof watchDuties)[number];

export function isWatchDuty(kind: DutyKind): kind is WatchDuty {
	return (watchDuties as readonly DutyKind[]).includes(kind);
}

/** The roles of those who watch over the others. */
export const watchRoles = ['supervisor', 'lead-official'] as const satisfies readonly Role[];
export type WatchRole = (typeof watchRoles)[number];

/** In which of these roles this person watches. */
export function watchedAs({ roles }: { roles: readonly Role[] }): WatchRole[] {
	return watchRoles.filter((role) => roles.includes(role));
}
