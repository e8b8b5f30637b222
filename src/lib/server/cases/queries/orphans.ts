import { type SQL, sql } from 'drizzle-orm';
import { openStates } from '../../../domain/lifecycle.ts';
import type { Context } from '../../context.ts';

/** What an orphan lacks: somebody eligible in charge, a due, what comes next, a word of how it ended. */
export type Lack = 'owner' | 'due' | 'next-step' | 'outcome';
export type Orphan = { id: number; number: string; lacks: Lack[] };
export type OrphanCount = { found: number; some: Orphan[] };

/** How many cases one question reads, and how many orphans are named. */
const batch = 1000;
const namedMost = 100;

/**
 * 「件件有着落、事事有回音」 (A-9): every open case without exactly one active, eligible person in charge, without a due or
 * without a next step, and every ended one without an answer, a refusal or a reason. Walks all cases by id; counts all,
 * names the first hundred.
 */
export async function findOrphans(context: Context): Promise<OrphanCount> {
	const count: OrphanCount = { found: 0, some: [] };
	for (let lastId: number | null = 0; lastId !== null;) {
		const { orphans, nextId } = await someOrphans(context, lastId);
		count.found += orphans.length;
		count.some.push(...orphans.slice(0, namedMost - count.some.length));
		lastId = nextId;
	}
	return count;
}

/**
 * Open cases of a condition on `cases` that nobody eligible has, that have no due or nothing that comes next: what a
 * page may ask, where `findOrphans` walks the closed ones too.
 */
export async function openOrphans({ db }: Pick<Context, 'db'>, within: SQL | undefined): Promise<Orphan[]> {
	const rows = await db.execute<{ id: string; number: string; lacks: Lack[] }>(sql`
		with looked as materialized ( -- or the few that are open would be looked for among all, by id
			select * from cases where ${isOpen} and ${within ?? sql`true`}
		), judged as (
			select id, number, array_remove(array[
				case when not ${hasOwner} then 'owner' end,
				case when due_at is null then 'due' end,
				case when not ${hasNextStep} then 'next-step' end
			], null) as lacks
			from looked as subject
		)
		select id, number, lacks from judged where lacks <> '{}' order by id limit ${namedMost}`);
	return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Orphans among the next thousand cases, and where to go on. */
async function someOrphans({ db }: Context, afterId: number): Promise<{ orphans: Orphan[]; nextId: number | null }> {
	const rows = await db.execute<{ id: string; number: string; lacks: Lack[] }>(sql`
		with looked as (
			select * from cases where id > ${afterId} order by id limit ${batch}
		), judged as (
			select id, number, array_remove(array[
				case when ${isOpen} and not ${hasOwner} then 'owner' end,
				case when ${isOpen} and due_at is null then 'due' end,
				case when ${isOpen} and not ${hasNextStep} then 'next-step' end,
				case when not ${isOpen} and not ${hasOutcome} then 'outcome' end
			], null) as lacks
			from looked as subject
		)
		select id, number, lacks from judged where lacks <> '{}'
		union all
		select max(id), '', '{}' from looked having count(*) = ${batch}`);
	const orphans = rows.filter(({ lacks }) => lacks.length > 0).map((row) => ({ ...row, id: Number(row.id) }));
	const end = rows.find(({ lacks }) => lacks.length === 0);
	return { orphans, nextId: end ? Number(end.id) : null };
}

const isOpen = sql.raw(`state in ('${openStates.join("','")}')`);

/** Active, with a role in effect, and not excluded (回避), neither by name nor by a unit above. */
const hasOwner = sql.raw(`exists (
	select from staff where staff.id = owner_id and is_active
		and exists (select from staff_roles where staff_id = owner_id and confirmed_at is not null)
		and not exists (
			select from exclusions where case_id = subject.id and lifted_at is null and (
				exclusions.staff_id = owner_id or exclusions.unit_id in (
					with recursive above as (
						select id, parent_id from units where id = staff.unit_id
						union select units.id, units.parent_id from units join above on units.id = above.parent_id
					) select id from above
				)
			)
		)
	)`);

/** What the clock or a person will do next. */
const hasNextStep = sql.raw(`case
	when state in ('submitted', 'accepted', 'assigned', 'return_requested') then step_due_at is not null
	when state = 'need_info' then supply_by is not null and resumes_to is not null
	when state = 'review' then exists (
		select from answer_drafts where case_id = subject.id and answer_drafts.state = 'submitted' and reviewer_id is not null)
	when state = 'extension_pending' then exists (
		select from proposals where case_id = subject.id and proposals.state = 'open' and kind = 'extension')
	when state = 'answered' then answered_at is not null
	else notice_due_at is not null
	end`);

/** How it ended, in words the resident can read: its own or its main case's answer, or the event that says why. */
const hasOutcome = sql.raw(`case
	when state = 'merged' or (state = 'archived' and main_id is not null) then exists (
		select from cases as main where main.id = subject.main_id
			and main.state not in ('merged', 'withdrawn', 'redirected', 'rejected'))
	when state = 'closed' or closed_as in ('rated', 'unrated', 'answered-twice') then exists (
		select from answer_drafts where case_id = subject.id and answer_drafts.state = 'published')
	else exists (
		select from events where stream = 'case:' || subject.id and kind = 'case.' || coalesce(closed_as, state))
	end`);
