import { and, eq, exists, inArray, isNull, not, notLike, or, sql, type SQL } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import { cases } from '../../db/schema/cases.ts';
import { exclusions } from '../../db/schema/exclusions.ts';
import type { Context } from '../../context.ts';

/**
 * The one condition under which an actor finds a case: their rights, less the units and persons excluded from it
 * (回避). Every query and every act looks cases up through it, so a stranger gets the same answer as for a case that
 * does not exist.
 */
export function visibleTo({ actor, db }: Pick<Context, 'actor' | 'db'>): SQL | undefined {
	switch (actor.kind) {
		case 'stranger':
		case 'kiosk':
			return sql`false`;
		case 'system':
			return sql`true`;
		case 'resident':
			return eq(cases.id, actor.caseId);
		case 'staff':
			return and(rightsOf(actor), notExcludedFrom({ actor, db }));
	}
}

/**
 * Cases a clerk may give a new code for, against the paper or saved receipt (ruling 17): any but those of 作风与服务,
 * which the supervisor alone sees, and those the clerk is excluded from.
 */
export function underReceipt({ actor, db }: Pick<Context, 'actor' | 'db'>): SQL | undefined {
	if (actor.kind !== 'staff' || !actor.roles.includes('clerk')) return visibleTo({ actor, db });
	return or(visibleTo({ actor, db }), and(notConduct(), notExcludedFrom({ actor, db })));
}

/** 回避 alone, for the desk's look-up by phone, which has rights of its own. */
export function notExcludedFrom({ actor, db }: { actor: StaffActor; db: Context['db'] }): SQL {
	return not(exists(exclusionOf(actor, db)));
}

/** Not 作风与服务 (category 18): those are the supervisor's alone. */
export function notConduct(): SQL | undefined {
	return or(isNull(cases.categoryCode), notLike(cases.categoryCode, '18%'));
}

function rightsOf(actor: StaffActor): SQL | undefined {
	const has = (role: StaffActor['roles'][number]) => actor.roles.includes(role);
	const rights: (SQL | undefined)[] = [eq(cases.ownerId, actor.id)];
	if (has('supervisor')) rights.push(sql`true`);
	if (has('dispatcher')) rights.push(notConduct());
	if (has('head')) rights.push(inArray(cases.unitId, [...actor.unitIds]));
	if (has('handler')) rights.push(eq(cases.unitId, actor.unitId));
	if (has('clerk')) rights.push(eq(cases.filedById, actor.id));
	return or(...rights);
}

function exclusionOf(actor: StaffActor, db: Context['db']) {
	return db
		.select({ one: sql`1` })
		.from(exclusions)
		.where(
			and(
				eq(exclusions.caseId, cases.id),
				isNull(exclusions.liftedAt),
				or(eq(exclusions.staffId, actor.id), inArray(exclusions.unitId, [...actor.unitPath]))
			)
		);
}
