import { and, gte, lt, sql } from 'drizzle-orm';
import { endOfDay, startOfDay } from '../../domain/clock.ts';
import type { Period } from '../../domain/indicators.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Cell, hideSmall, readsTopics } from '../../domain/topics.ts';
import { visibleTo } from '../cases/queries/visible-to.ts';
import type { Context } from '../context.ts';
import { cases, kindOf } from '../db/schema/cases.ts';

/** Kinds by areas, with totals; null cells are hidden, null keys are cases without. */
export type Topics = {
	kinds: (string | null)[];
	areaIds: (number | null)[];
	/** A row for each kind and one of totals; a column for each area and one of totals. */
	cells: Cell[][];
};

/** So many pairs of kind and area: the office has some 20 kinds and at most 200 areas. */
const mostPairs = 5000;

/**
 * 议题热点: what was raised in a period, by level-1 category and area, of the cases the actor may see. Cells that would
 * speak of people are hidden. Throws `case.not-found` for who has no business with figures.
 */
export async function countTopics(context: Context<StaffActor>, { from, to }: Period): Promise<Topics> {
	if (!readsTopics(context.actor)) throw new Refusal('case.not-found');
	const kind = sql<string | null>`${kindOf(cases.categoryCode)}`;
	const rows = await context.db
		.select({ kind, areaId: cases.areaId, count: sql<number>`count(*)::int` })
		.from(cases)
		.where(and(gte(cases.submittedAt, startOfDay(from)), lt(cases.submittedAt, endOfDay(to)), visibleTo(context)))
		.groupBy(kind, cases.areaId)
		.orderBy(kind, cases.areaId)
		.limit(mostPairs);
	const kinds = [...new Set(rows.map(({ kind }) => kind))];
	const areaIds = [...new Set(rows.map(({ areaId }) => areaId))].sort((one, other) => order(one) - order(other));
	const counted = new Map(rows.map(({ kind, areaId, count }) => [`${kind} ${areaId}`, count]));
	const counts = kinds.map((kind) => areaIds.map((areaId) => counted.get(`${kind} ${areaId}`) ?? 0));
	return { kinds, areaIds, cells: hideSmall(counts) };
}

/** Those without an area come last. */
const order = (areaId: number | null) => areaId ?? Number.MAX_SAFE_INTEGER;
