import { and, eq, exists, inArray, isNull, ne, not, notLike, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { openStates } from '../../../domain/lifecycle.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { cases, conduct } from '../../db/schema/cases.ts';
import { exclusions } from '../../db/schema/exclusions.ts';
import { answerDrafts } from '../../db/schema/handling.ts';
import { followUps } from '../../db/schema/follow-ups.ts';
import { jointTasks } from '../../db/schema/joint-tasks.ts';
import { proposals } from '../../db/schema/proposals.ts';
import { publications } from '../../db/schema/publications.ts';
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
	const rights: (SQL | undefined)[] = [inArray(cases.ownerId, [actor.id, ...actor.standsInFor])];
	if (has('supervisor') || has('lead-official')) rights.push(sql`true`);
	if (has('dispatcher')) rights.push(notConduct());
	if (has('head')) rights.push(inArray(cases.unitId, [...actor.unitIds]));
	if (actor.onDuty !== 'none') rights.push(whileOnDuty(actor.onDuty));
	if (has('handler')) rights.push(eq(cases.unitId, actor.unitId));
	if (has('handler') || has('head')) rights.push(assistedBy(actor));
	if (has('head')) rights.push(offeredTo(actor), toReview(actor));
	if (has('clerk')) rights.push(eq(cases.filedById, actor.id));
	if (has('follow-up-caller')) rights.push(toFollowUp());
	if (has('publication-reviewer')) rights.push(toPublish());
	return or(...rights);
}

/** 值班: open urgent cases, and on days off what nobody has taken up or was just given out; never a confidential one. */
function whileOnDuty(reach: 'urgent' | 'all'): SQL | undefined {
	const isUrgent = and(eq(cases.class, 'urgent'), inArray(cases.state, [...openStates]));
	const isWaiting = reach === 'all' ? inArray(cases.state, ['submitted', 'accepted', 'assigned']) : undefined;
	return and(notConduct(), ne(cases.identity, 'confidential'), or(isUrgent, isWaiting));
}

/** 会办: while a unit has a task of the case. */
function assistedBy({ unitId, unitIds, roles }: StaffActor): SQL {
	const own = roles.includes('head') ? [...unitIds] : [unitId];
	return inList(jointTasks.caseId, and(inArray(jointTasks.unitId, own), isNull(jointTasks.endedAt)), jointTasks);
}

/** While a transfer to the unit waits for its head. */
function offeredTo({ unitIds }: StaffActor): SQL {
	const toUnit = and(eq(proposals.kind, 'transfer'), inArray(proposals.unitId, [...unitIds]));
	return inList(proposals.caseId, and(eq(proposals.state, 'open'), toUnit), proposals);
}

/** While a draft waits for them as its reviewer, which where all others are excluded is the head of another unit. */
function toReview({ id, standsInFor }: StaffActor): SQL {
	const own = inArray(answerDrafts.reviewerId, [id, ...standsInFor]);
	return inList(answerDrafts.caseId, and(eq(answerDrafts.state, 'submitted'), own), answerDrafts);
}

function toFollowUp(): SQL {
	return inList(followUps.caseId, eq(followUps.state, 'open'), followUps);
}

function toPublish(): SQL {
	return inList(publications.caseId, inArray(publications.state, ['drafted', 'published']), publications);
}

/** Cases named by a column of another table: found by its index, few at any time. */
function inList(column: PgColumn, which: SQL | undefined, table: PgTable): SQL {
	return sql`${cases.id} in (select ${column} from ${table} where ${which})`;
}

/**
 * The ids of the cases that are hidden from somebody who finds all others (who directs or watches the whole office). They
 * are looked for only where such cases can be, among 作风与服务 and around exclusions: to count the rest nothing has to
 * read every case there is.
 */
export function hiddenFrom({ actor, db }: { actor: StaffActor; db: Context['db'] }): SQL {
	return sql`(
		with mains as (
			select coalesce(main_id, id) as id from cases
			where id in (select case_id from exclusions where ${excludes(actor)})
		), near as (
			select id from mains union select id from cases where main_id in (select id from mains)
			union select id from cases where ${conduct(cases.categoryCode)}
		) select id from cases where id in (select id from near) and (${visibleTo({ actor, db })}) is not true)`;
}

/** This person is excluded, or a unit of theirs or above. */
function excludes(actor: StaffActor): SQL | undefined {
	return and(
		isNull(exclusions.liftedAt),
		or(eq(exclusions.staffId, actor.id), inArray(exclusions.unitId, [...actor.unitPath]))
	);
}

function exclusionOf(actor: StaffActor, db: Context['db']) {
	return db
		.select({ one: sql`1` })
		.from(exclusions)
		.where(and(ofGroup(), excludes(actor)));
}

/**
 * 并案: who is excluded from one part is excluded from the whole. One array, so that the index finds the exclusions of
 * each row: an `or` of subqueries would read them all for every row of a list.
 */
function ofGroup(): SQL {
	const main = sql`coalesce(${cases.mainId}, ${cases.id})`;
	const parts = sql`array(select part.id from cases as part where part.main_id = ${main})`;
	return sql`${exclusions.caseId} = any(${parts} || ${cases.id} || ${main})`;
}
