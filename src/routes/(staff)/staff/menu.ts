import type { Role } from '#lib/domain/roles.ts';
import type { Messages } from '#lib/i18n/messages.ts';
import type { IconName } from '#lib/ui/Icon.svelte';
import type { LayoutData } from './$types';

type Me = NonNullable<LayoutData['me']>;
export type MenuEntry = {
	path: string;
	icon: IconName;
	name: keyof Messages<'staff'>['menuOf'];
	/** Whose it is; everybody's where none is named. */
	roles?: readonly Role[];
	/** How many wait there. */
	count?: (me: Me) => number;
	/** Somebody is waiting: the number stands out, and this says of what it is the number. */
	alerts?: (s: Messages<'staff'>) => string;
	/** In the menu only while something waits there, so that it is noticed. */
	onlyWhileWaiting?: true;
};

const heads: readonly Role[] = ['head', 'administrator'];
const directors: readonly Role[] = ['dispatcher', 'supervisor'];
const watchers: readonly Role[] = ['supervisor', 'lead-official'];
const readers: readonly Role[] = ['dispatcher', 'head', ...watchers];

/** Everything of the back office but the lists of cases, in the order of the menu. */
export const menu: Record<'work' | 'records' | 'house', readonly MenuEntry[]> = {
	work: [
		{
			path: '/staff/follow-ups',
			icon: 'phone',
			name: 'follow-ups',
			roles: ['follow-up-caller'],
			count: (me) => me.followUps
		},
		{
			path: '/staff/publications',
			icon: 'people',
			name: 'publications',
			roles: ['publication-reviewer'],
			count: (me) => me.toReview
		},
		{ path: '/staff/inbox', icon: 'bell', name: 'inbox', count: (me) => me.unread, alerts: (s) => s.inbox.count },
		{ path: '/staff/desk', icon: 'pen', name: 'desk', roles: ['clerk', 'dispatcher'] },
		{ path: '/staff/kiosks', icon: 'pin', name: 'kiosks', count: (me) => me.bells, alerts: (s) => s.bells },
		{
			path: '/staff/kiosks/held',
			icon: 'alert',
			name: 'held',
			count: (me) => me.held,
			alerts: (s) => s.heldCount,
			onlyWhileWaiting: true
		},
		{ path: '/staff/roster', icon: 'clock', name: 'roster' },
		{ path: '/staff/hand-over', icon: 'send', name: 'hand-over', roles: heads },
		{ path: '/staff/stand-ins', icon: 'people', name: 'stand-ins', roles: heads },
		{ path: '/staff/messages', icon: 'phone', name: 'messages', roles: directors }
	],
	records: [
		{ path: '/staff/morning', icon: 'sun', name: 'morning', roles: readers },
		{ path: '/staff/oversight', icon: 'star', name: 'oversight', roles: watchers },
		{ path: '/staff/register', icon: 'inbox', name: 'register', roles: readers },
		{ path: '/staff/figures', icon: 'flag', name: 'figures', roles: readers },
		{ path: '/staff/reports', icon: 'print', name: 'reports', roles: readers },
		{ path: '/staff/topics', icon: 'search', name: 'topics', roles: readers },
		{ path: '/staff/common-issues', icon: 'copy', name: 'common-issues', roles: readers },
		{ path: '/staff/knowledge', icon: 'letters', name: 'knowledge' },
		{ path: '/staff/audit', icon: 'lock', name: 'audit', roles: ['auditor', 'supervisor'] }
	],
	house: [
		{ path: '/staff/admin', icon: 'gear', name: 'admin', roles: ['administrator', 'supervisor'] },
		{ path: '/staff/account', icon: 'user', name: 'account' }
	]
};

/** What a person has of a part of the menu. */
export function entriesFor(me: Me, part: keyof typeof menu, pathname: string): readonly MenuEntry[] {
	return menu[part].filter(
		({ roles, onlyWhileWaiting, count, path }) =>
			(!roles || roles.some((role) => me.roles.includes(role))) &&
			(!onlyWhileWaiting || (count?.(me) ?? 0) > 0 || pathname.startsWith(path))
	);
}

/** The entry a page belongs to: the longest path it lies under. */
export function isAt(pathname: string, { path }: MenuEntry): boolean {
	const under = (one: string) => pathname === one || pathname.startsWith(`${one}/`);
	const all = Object.values(menu).flat();
	return under(path) && !all.some((other) => other.path.length > path.length && under(other.path));
}
