import { dayOf } from '#lib/domain/clock.ts';
import { type Cell, periodAfter, periodBefore, periodOf, spans } from '#lib/domain/topics.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listAreas, listCategories } from '#lib/server/site/choices.ts';
import { countTopics, type Topics } from '#lib/server/stats/topics.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const span = spans.find((one) => one === url.searchParams.get('span')) ?? 'month';
	const today = dayOf(context.now);
	const asked = url.searchParams.get('on') ?? '';
	const period = periodOf(span, isDay(asked) && asked <= today ? asked : today);
	const past = periodBefore(span, period);
	const next = periodAfter(span, period);
	const [now, before, categories, areas] = await Promise.all([
		orNotFound(() => countTopics(context, period)),
		orNotFound(() => countTopics(context, past)),
		listCategories(context, locals.preferences.locale),
		listAreas(context)
	]);
	const nameOfKind = (code: string | null) => categories.find((one) => one.code === code)?.name ?? code;
	const nameOfArea = (id: number | null) => areas.find((one) => one.id === id)?.name ?? (id === null ? null : `${id}`);
	return {
		span,
		period,
		past,
		next: next.from <= today ? next : null,
		byKind: joined(totalsOfKinds(now), totalsOfKinds(before)).map((row) => ({ ...row, name: nameOfKind(row.key) })),
		byArea: joined(totalsOfAreas(now), totalsOfAreas(before)).map((row) => ({ ...row, name: nameOfArea(row.key) })),
		total: { now: totalOf(now), before: totalOf(before) },
		both: {
			areas: now.areaIds.map((id) => ({ id, name: nameOfArea(id) })),
			rows: now.kinds.map((code, at) => ({ code, name: nameOfKind(code), cells: now.cells[at]?.slice(0, -1) ?? [] }))
		}
	};
};

const isDay = (text: string) => /^20\d{2}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

type Totals<Key> = Map<Key, Cell>;

function totalsOfKinds({ kinds, cells }: Topics): Totals<string | null> {
	return new Map(kinds.map((kind, at) => [kind, cells[at]?.at(-1) ?? null]));
}

function totalsOfAreas({ areaIds, cells }: Topics): Totals<number | null> {
	return new Map(areaIds.map((areaId, at) => [areaId, cells.at(-1)?.[at] ?? null]));
}

function totalOf({ cells }: Topics): Cell {
	return cells.at(-1)?.at(-1) ?? null;
}

/** What was raised in either period, the most of now first; what is hidden comes after what is shown. */
function joined<Key>(now: Totals<Key>, before: Totals<Key>) {
	const keys = [...new Set([...now.keys(), ...before.keys()])];
	const of = (totals: Totals<Key>, key: Key) => (totals.has(key) ? (totals.get(key) ?? null) : 0);
	return keys
		.map((key) => ({ key, now: of(now, key), before: of(before, key) }))
		.sort((one, other) => (other.now ?? 0.5) - (one.now ?? 0.5));
}
