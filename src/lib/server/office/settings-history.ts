import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import * as v from 'valibot';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { staff } from '../db/schema/staff.ts';
import { texts } from '../db/schema/texts.ts';
import type { EventKind } from '../events/catalogue.ts';

/** Which changes belong to which page of the settings. */
export const historyOf = {
	units: ['settings.unit-changed', 'settings.area-changed'],
	categories: ['settings.category-changed', 'settings.tile-changed'],
	calendar: ['settings.calendar-imported', 'settings.day-changed'],
	texts: ['settings.text-changed'],
	limits: ['settings.limit-changed'],
	wordings: ['settings.wording-changed']
} as const satisfies Record<string, readonly (EventKind & `settings.${string}`)[]>;
export type HistorySection = keyof typeof historyOf;

/** One change: when, who, of what, and each part that became another; `from` null where it is new. */
export type SettingChange = {
	position: number;
	at: Date;
	name: string | null;
	which: string;
	parts: { part: string; from: string | null; to: string }[];
};

const pageSize = 20;

/** The changes of a page of the settings, the latest first, 20 at a time. Throws `case.not-found`. */
export async function listHistory(context: Context<StaffActor>, section: HistorySection, before: number | null) {
	const { db, actor } = context;
	if (!actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	const rows = await db
		.select({ position: events.position, at: events.at, name: staff.name, data: events.data })
		.from(events)
		.leftJoin(staff, eq(staff.id, events.actorId))
		.where(
			and(
				eq(events.stream, 'settings'),
				inArray(events.kind, [...historyOf[section]]),
				before === null ? undefined : lt(events.position, before)
			)
		)
		.orderBy(desc(events.position))
		.limit(pageSize + 1);
	const page = rows.slice(0, pageSize);
	const named = page.flatMap(({ data }) => [idIn(data.value), idIn(data.before)]).filter((id) => id !== null);
	const bodies = new Map(
		named.length === 0
			? []
			: (await db.select({ id: texts.id, body: texts.body }).from(texts).where(inArray(texts.id, named))).map(
					({ id, body }) => [id, partsIn(body)] as const
				)
	);
	const changes: SettingChange[] = page.map(({ data, ...row }) => ({
		...row,
		which: whichOf(data),
		parts: partsOf(data, bodies)
	}));
	return { changes, next: rows.length > pageSize ? (page.at(-1)?.position ?? null) : null };
}

const refSchema = v.object({ textId: v.number() });
const partsSchema = v.record(v.string(), v.string());

function idIn(value: unknown): number | null {
	const ref = v.safeParse(refSchema, value);
	return ref.success ? ref.output.textId : null;
}

function partsIn(body: string | null): Record<string, string> {
	return body === null ? {} : v.parse(partsSchema, JSON.parse(body));
}

/** What the event says beside its versions: a key, a code, a day. */
function whichOf(data: Record<string, unknown>): string {
	const one = data.key ?? data.code ?? data.position ?? data.day ?? data.year ?? data.unitId ?? data.areaId;
	return one === undefined ? '' : String(one);
}

function partsOf(data: Record<string, unknown>, bodies: ReadonlyMap<number, Record<string, string>>) {
	const after = idIn(data.value);
	// a day, or a year of days, has codes and no words
	if (after === null)
		return [{ part: 'day', from: String(data.before ?? ''), to: String(data.kind ?? data.days ?? '') }];
	const before = bodies.get(idIn(data.before) ?? 0);
	return Object.entries(bodies.get(after) ?? {})
		.filter(([part, to]) => before?.[part] !== to)
		.map(([part, to]) => ({ part, from: before?.[part] ?? null, to }));
}
