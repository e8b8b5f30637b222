import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { units } from '../../db/schema/units.ts';
import type { CaseEventKind, Entry } from './timeline.ts';

/** Events that say to whom something went. Not those of 回避: who is excluded is not for everybody to read. */
const toUnits: readonly CaseEventKind[] = [
	...(['case.assigned', 'case.return-requested', 'case.designated', 'case.transferred'] as const),
	...(['case.task-given', 'case.task-answered', 'case.task-ended'] as const)
];

/** The names of the units that events of a timeline speak of, by the events' ids. */
export async function unitNames({ db }: Pick<Context, 'db'>, timeline: readonly Entry[]): Promise<Map<number, string>> {
	const spokenOf = timeline.flatMap(({ id, kind, data }) =>
		toUnits.includes(kind) && typeof data.unitId === 'number' ? [{ id, unitId: data.unitId }] : []
	);
	if (spokenOf.length === 0) return new Map();
	const ids = [...new Set(spokenOf.map(({ unitId }) => unitId))];
	const named = await db
		.select({ id: units.id, name: units.name })
		.from(units)
		.where(inArray(units.id, ids))
		.limit(200);
	const names = new Map(named.map(({ id, name }) => [id, name]));
	return new Map(spokenOf.map(({ id, unitId }) => [id, names.get(unitId) ?? '']));
}
