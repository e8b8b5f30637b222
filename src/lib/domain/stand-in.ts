import { addDays, type Day, dayOf } from './clock.ts';
import type { StaffActor } from './permissions.ts';
import { incompatiblePair, type Role } from './roles.ts';

type Person = Pick<StaffActor, 'id' | 'unitId' | 'unitIds' | 'roles'>;

/** Roles that are in charge of cases, and of which the stand-in must therefore hold the same. */
const held: readonly Role[] = ['dispatcher', 'supervisor', 'lead-official'];
const mostDays = 366;

/**
 * AB岗: may one stand in for the other? Of the same unit or one above it; for a dispatcher, supervisor or lead official
 * with the same role, for a head or handler as one of the unit's own, or as a head above it. Nobody gets by it what no
 * one person may hold.
 */
export function mayStandIn(standIn: Person, absent: Person): boolean {
	if (standIn.id === absent.id || !standIn.unitIds.includes(absent.unitId)) return false;
	if (incompatiblePair([...standIn.roles, ...absent.roles])) return false;
	const special = absent.roles.filter((role) => held.includes(role));
	const handles = absent.roles.includes('handler') || absent.roles.includes('head');
	if (special.length === 0 && !handles) return false;
	return special.every((role) => standIn.roles.includes(role)) && (!handles || handlesFor(standIn, absent));
}

function handlesFor(standIn: Person, absent: Person): boolean {
	if (standIn.roles.includes('head')) return true;
	return standIn.roles.includes('handler') && standIn.unitId === absent.unitId;
}

/** From today on, in order, and no longer than a year. */
export function areDaysToStandIn({ fromOn, untilOn, now }: { fromOn: Day; untilOn: Day; now: Date }): boolean {
	return dayOf(now) <= fromOn && fromOn <= untilOn && untilOn < addDays(fromOn, mostDays);
}
