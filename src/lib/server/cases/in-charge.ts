import {
	and,
	asc,
	eq,
	gt,
	inArray,
	isNotNull,
	isNull,
	lte,
	ne,
	not,
	notInArray,
	or,
	type Param,
	sql,
	type SQL
} from 'drizzle-orm';
import type { WatchRole } from '../../domain/duty.ts';
import { isConduct } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Role } from '../../domain/roles.ts';
import type { Identity } from '../../domain/submission.ts';
import type { Context } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { shifts } from '../db/schema/duty-roster.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { calledFor } from './follow-up-task.ts';
import { handledFirst } from './handled-first.ts';
import type { Case } from './take-case.ts';

/** What choosing a person in charge needs to know of a case. `id` is null while it is being filed. */
type Chosen = { id: number | null; categoryCode: string | null; areaId: number | null };

type Headed = Pick<Case, 'id' | 'categoryCode'>;

/** Excluded while filing: not in the table yet. */
export type Avoided = { unitIds: readonly number[]; staffIds: readonly number[] };
const nobodyAvoided: Avoided = { unitIds: [], staffIds: [] };

/**
 * Who is in charge before assignment: the area's dispatcher, else another dispatcher; for category 18, and where
 * every dispatcher is excluded, a supervisor, else a 分管负责人. Throws `case.nobody-eligible`.
 */
export function dispatcherFor(context: Context, subject: Chosen, avoided = nobodyAvoided): Promise<number> {
	return chooseDispatcher(context, subject, avoided, null);
}

/** The same for a re-check, by anybody but the person who refused. Throws `case.nobody-eligible`. */
export function anotherDispatcher(context: Context, subject: Chosen, exceptId: number | null): Promise<number> {
	return chooseDispatcher(context, subject, nobodyAvoided, exceptId);
}

async function chooseDispatcher(
	context: Context,
	subject: Chosen,
	avoided: Avoided,
	exceptId: number | null
): Promise<number> {
	const [chosen] = await dispatchersInOrder(
		context.db,
		{ roles: sql.param(directingRoles(subject)), areaId: sql.param(subject.areaId) },
		and(exceptId === null ? undefined : ne(staff.id, exceptId), isEligible(context, subject.id, avoided))
	).limit(1);
	if (!chosen) throw new Refusal('case.nobody-eligible');
	return chosen.id;
}

/** Who may be in charge of a case that is not assigned, first choice first: of category 18 never a dispatcher. */
export function directingRoles(subject: Pick<Chosen, 'categoryCode'>): Role[] {
	return isConduct(subject) ? ['supervisor', 'lead-official'] : ['dispatcher', 'supervisor', 'lead-official'];
}

/** The question for the dispatcher of a case that is being filed and excludes nobody, to be put into a larger one. */
export function usualDispatcher(db: Context['db'], at: { roles: SQL; areaId: SQL }) {
	const inOrder = dispatchersInOrder(db, at, isEligible({ db }, null, nobodyAvoided));
	// a limit that is a parameter has every execution planned anew
	return sql`(select id from ${inOrder} as dispatcher limit 1)`;
}

/** In the order of their roles, the area's dispatcher before the others. */
function dispatchersInOrder(
	db: Context['db'],
	{ roles, areaId }: { roles: Param | SQL; areaId: Param | SQL },
	isChosen: SQL | undefined
) {
	const preferred = sql`(select ${areas.dispatcherId} from ${areas} where ${areas.id} = ${areaId})`;
	return db
		.select({ id: staff.id })
		.from(staff)
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(and(sql`${staffRoles.role} = any(${roles}::text[])`, isChosen))
		.orderBy(
			sql`array_position(${roles}::text[], ${staffRoles.role})`,
			sql`coalesce(${staff.id} = ${preferred}, false) desc`,
			asc(staff.id)
		);
}

/**
 * Who is in charge of a case of a unit until somebody signs or is named: its head as in `anotherHead`, in rework never
 * a first handler (ruling 4). Throws `case.nobody-eligible`.
 */
export async function headFor(
	context: Context,
	subject: Headed & Pick<Case, 'state' | 'firstHandlerId'>,
	unitId: number,
	exceptIds: readonly number[] = []
): Promise<number> {
	const first = subject.state === 'rework' ? await handledFirst(context, subject) : [];
	return anotherHead(context, subject, unitId, [...first, ...exceptIds]);
}

/**
 * The head of a unit, else of the unit above it, and so on up to the 分管负责人 (ruling 4); where these are excluded too,
 * the supervisor, at last the head of any unit (never of 作风与服务), so that nothing stops for want of a second person.
 * `exceptIds` keep drafter and publisher, proposer and decider, first and second handler apart. Throws
 * `case.nobody-eligible`.
 */
export async function anotherHead(
	context: Context,
	subject: Headed,
	unitId: number,
	exceptIds: readonly number[] = []
): Promise<number> {
	const path = await unitPath(context, unitId);
	const isAbove = inArray(staff.unitId, path);
	const [head] = await context.db
		.select({ id: staff.id })
		.from(staff)
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(
			and(
				inArray(staffRoles.role, ['head', 'lead-official', 'supervisor']),
				isConduct(subject) ? or(ne(staffRoles.role, 'head'), isAbove) : undefined,
				notInArray(staff.id, [...exceptIds]),
				isEligible(context, subject.id, nobodyAvoided)
			)
		)
		.orderBy(
			sql`case ${staffRoles.role} when 'lead-official' then 2 when 'supervisor' then 3
				else case when ${isAbove} then 1 else 4 end end`,
			sql`array_position(array[${sql.join(path, sql`, `)}]::bigint[], ${staff.unitId})`,
			asc(staff.id)
		)
		.limit(1);
	if (!head) throw new Refusal('case.nobody-eligible');
	return head.id;
}

/**
 * Who is on duty for a case: active and not excluded. Nobody for 作风与服务, which is the supervisor's alone; for a
 * confidential one only somebody who may see its original all the time.
 */
export async function onDutyFor(
	context: Context,
	subject: { id: number; categoryCode: string | null; identity: Identity }
): Promise<number | null> {
	if (isConduct(subject)) return null;
	const { db, now } = context;
	const roles: Role[] = ['dispatcher', 'supervisor'];
	const [onDuty] = await db
		.select({ id: staff.id })
		.from(shifts)
		.innerJoin(staff, eq(staff.id, shifts.staffId))
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(
			and(
				lte(shifts.fromAt, now),
				gt(shifts.untilAt, now),
				subject.identity === 'confidential' ? inArray(staffRoles.role, roles) : ne(staffRoles.role, 'auditor'),
				isEligible(context, subject.id, nobodyAvoided)
			)
		)
		.orderBy(asc(shifts.fromAt), asc(shifts.id))
		.limit(1);
	return onDuty?.id ?? null;
}

/** Before whom a case comes: this role where somebody active of it may see the case, else the other that watches. */
export async function watchRoleFor(context: Context, subject: { id: number }, role: WatchRole): Promise<WatchRole> {
	const other = role === 'supervisor' ? 'lead-official' : 'supervisor';
	if (await watcherFor(context, subject, role)) return role;
	return (await watcherFor(context, subject, other)) ? other : 'supervisor';
}

/** An active, not excluded person of a role that watches, or undefined where there is none. */
export async function watcherFor(context: Context, subject: { id: number }, role: WatchRole) {
	const [watcher] = await context.db
		.select({ name: staff.name, unit: units.name })
		.from(staff)
		.innerJoin(units, eq(units.id, staff.unitId))
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(and(eq(staffRoles.role, role), isEligible(context, subject.id, nobodyAvoided)))
		.orderBy(asc(staff.id))
		.limit(1);
	return watcher;
}

/**
 * Who decides on 长期事项: a 分管负责人, else (where none is active, or all are excluded) a supervisor; never who
 * proposed it. Throws `case.nobody-eligible`.
 */
export async function leadFor(context: Context, subject: { id: number }, exceptId: number): Promise<number> {
	const [lead] = await context.db
		.select({ id: staff.id })
		.from(staff)
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(
			and(
				inArray(staffRoles.role, ['lead-official', 'supervisor']),
				ne(staff.id, exceptId),
				isEligible(context, subject.id, nobodyAvoided)
			)
		)
		.orderBy(sql`${staffRoles.role} = 'supervisor'`, asc(staff.id))
		.limit(1);
	if (!lead) throw new Refusal('case.nobody-eligible');
	return lead.id;
}

/** Active, not excluded staff of a unit who may handle cases; for choosing a handler. At most 200. */
export async function listEligibleHandlers(
	context: Context,
	subject: { id: number },
	unitId: number
): Promise<{ id: number; name: string }[]> {
	return context.db
		.selectDistinct({ id: staff.id, name: staff.name })
		.from(staff)
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(
			and(
				eq(staff.unitId, unitId),
				inArray(staffRoles.role, ['handler', 'head']),
				isEligible(context, subject.id, nobodyAvoided)
			)
		)
		.orderBy(asc(staff.id))
		.limit(200);
}

/** Throws unless this person may be in charge of this case in this unit. */
export async function assertEligibleHandler(
	context: Context,
	subject: { id: number },
	unitId: number,
	staffId: number
): Promise<void> {
	const eligible = await listEligibleHandlers(context, subject, unitId);
	if (!eligible.some(({ id }) => id === staffId)) throw new Refusal('case.excluded-person');
}

/**
 * 回避: a unit that is excluded from the case, or stands below one that is, is not given it; of a merged group the
 * exclusions of every part count. Throws `case.excluded-unit`.
 */
export async function assertUnitMayHave(context: Context, subject: { id: number }, unitId: number): Promise<void> {
	if (await isAnyExcluded(context, subject.id, { staffIds: [], unitIds: [unitId] }))
		throw new Refusal('case.excluded-unit');
}

/**
 * Who is in charge once a case goes on by itself again (并案撤销): who was, while they still may be, else as if it came
 * here now. Throws `case.nobody-eligible`.
 */
export async function inChargeAgain(
	context: Context,
	subject: Chosen & Parameters<typeof headFor>[1] & { ownerId: number; unitId: number | null }
) {
	const { ownerId, unitId } = subject;
	if (unitId === null) {
		const roles = sql.param(directingRoles(subject));
		const isSame = and(eq(staff.id, ownerId), isEligible(context, subject.id, nobodyAvoided));
		const [same] = await dispatchersInOrder(context.db, { roles, areaId: sql.param(subject.areaId) }, isSame).limit(1);
		return same?.id ?? dispatcherFor(context, subject);
	}
	const eligible = await listEligibleHandlers(context, subject, unitId);
	return eligible.some(({ id }) => id === ownerId) ? ownerId : headFor(context, subject, unitId);
}

/** Is one of these people, or a unit (with those above it), excluded from the case or from what is merged with it? */
export async function isAnyExcluded(
	context: Context,
	caseId: number,
	{ staffIds, unitIds }: Avoided
): Promise<boolean> {
	const [one] = await context.db.execute(sql`
		with recursive path as (
			select id, parent_id from units where id = any(${sql.param([...unitIds])}::bigint[])
				or id in (select unit_id from staff where id = any(${sql.param([...staffIds])}::bigint[]))
			union select units.id, units.parent_id from units join path on units.id = path.parent_id
		) select 1 from exclusions where case_id in ${groupOf(caseId)} and lifted_at is null
			and (staff_id = any(${sql.param([...staffIds])}::bigint[]) or unit_id in (select id from path)) limit 1`);
	return one !== undefined;
}

/** A unit and all units above it, nearest first. */
export async function unitPath({ db }: Pick<Context, 'db'>, unitId: number): Promise<number[]> {
	const rows = await db.execute<{ id: string }>(sql`
		with recursive path as (
			select id, parent_id, 1 as depth from units where id = ${unitId}
			union all
			select units.id, units.parent_id, path.depth + 1 from units join path on units.id = path.parent_id where path.depth < 10
		) select id from path order by depth`);
	return rows.map(({ id }) => Number(id));
}

function isEligible({ db }: Pick<Context, 'db'>, caseId: number | null, avoided: Avoided): SQL | undefined {
	const isNobodyExcluded = caseId === null && avoided.unitIds.length === 0;
	const excludedUnits = sql`(with recursive below as (
			select id from units where ${avoided.unitIds.length ? inArray(units.id, [...avoided.unitIds]) : sql`false`}
				or id in (select unit_id from exclusions where case_id in ${groupOf(caseId ?? 0)} and lifted_at is null)
			union select u.id from units u join below on u.parent_id = below.id
		) select id from below)`;
	return and(
		eq(staff.isActive, true),
		isNotNull(staffRoles.confirmedAt),
		isNobodyExcluded ? undefined : sql`${staff.unitId} not in ${excludedUnits}`,
		avoided.staffIds.length ? notInArray(staff.id, [...avoided.staffIds]) : undefined,
		caseId === null ? undefined : not(calledFor({ db }, caseId, staff.id)),
		caseId === null
			? undefined
			: sql`${staff.id} not in ${db
					.select({ id: sql`coalesce(${exclusions.staffId}, 0)` })
					.from(exclusions)
					.where(and(sql`${exclusions.caseId} in ${groupOf(caseId)}`, isNull(exclusions.liftedAt)))}`
	);
}

/** 并案: a case, the main case it is merged into, and all that is merged into either: what one excludes all do. */
function groupOf(caseId: number): SQL {
	const itsMain = sql`select main_id from cases where id = ${caseId}`;
	return sql`(select ${caseId}::bigint union all ${itsMain}
		union all select id from cases where main_id = ${caseId}
		union all select id from cases where main_id = (${itsMain}))`;
}
