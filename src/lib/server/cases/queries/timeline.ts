import { and, asc, eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import { type Actor, isConduct, seesOriginal } from '../../../domain/permissions.ts';
import { isRatingTag, namesRetaliation } from '../../../domain/rating.ts';
import type { Parts } from '../../../domain/texts.ts';
import type { Context } from '../../context.ts';
import { events } from '../../db/schema/events.ts';
import { staff } from '../../db/schema/staff.ts';
import { texts } from '../../db/schema/texts.ts';
import { units } from '../../db/schema/units.ts';
import { audienceOf, type EventKind } from '../../events/catalogue.ts';
import { caseStream } from '../../events/record.ts';
import type { Case } from '../take-case.ts';

export type CaseEventKind = EventKind & `case.${string}`;
export type Entry = {
	id: number;
	kind: CaseEventKind;
	audience: 'public' | 'internal' | 'system';
	at: Date;
	byKind: 'stranger' | 'resident' | 'staff' | 'system';
	by: string;
	byUnit: string;
	data: Record<string, unknown>;
	/** Words by the name the event gives them: answer, progress, reason … Null parts were erased. */
	words: Record<string, Parts>;
	textIds: number[];
};

/** A case with very many events shows its latest; the rest is in the export. */
const mostEvents = 400;
const partsSchema = v.record(v.string(), v.string());

/**
 * What happened to a case, oldest first, as far as the actor may read it: a resident gets what is public and what is
 * about them; a unit gets of a confidential case no words of the resident; who answered gets no ratings, and nobody but
 * the supervisor those that name retaliation.
 */
export async function readTimeline(context: Context, subject: Case): Promise<Entry[]> {
	const { db, actor } = context;
	const kinds = kindsFor(actor);
	const [rows, words] = await Promise.all([
		db
			.select({
				id: events.id,
				kind: events.kind,
				at: events.at,
				byKind: events.actorKind,
				by: staff.name,
				byUnit: units.name,
				data: events.data
			})
			.from(events)
			.leftJoin(staff, eq(staff.id, events.actorId))
			.leftJoin(units, eq(units.id, staff.unitId))
			.where(and(eq(events.stream, caseStream(subject.id)), inArray(events.kind, kinds)))
			.orderBy(asc(events.position))
			.limit(mostEvents),
		db
			.select({ id: texts.id, body: texts.body })
			.from(texts)
			.where(eq(texts.caseId, subject.id))
			.orderBy(asc(texts.id))
			.limit(mostEvents * 2)
	]);
	const bodies = new Map(words.map(({ id, body }) => [id, body]));
	return rows.flatMap((row) => {
		const kind = kinds.find((known) => known === row.kind);
		if (!kind || hidesFrom(actor, subject, kind, row.data)) return [];
		const named = namedTexts(row.data, bodies, hiddenNames(actor, subject, kind));
		return [
			{
				...row,
				kind,
				by: row.by ?? '',
				byUnit: row.byUnit ?? '',
				audience: audienceOf[kind],
				words: Object.fromEntries(named.map(({ name, parts }) => [name, parts])),
				textIds: named.map(({ id }) => id)
			}
		];
	});
}

function isCaseKind(kind: string): kind is CaseEventKind {
	return kind in audienceOf;
}

function kindsFor(actor: Actor): CaseEventKind[] {
	const all = Object.keys(audienceOf).filter(isCaseKind);
	return actor.kind === 'resident' ? all.filter((kind) => audienceOf[kind] !== 'internal') : all;
}

/** 「办事的人看不到是谁打的分」: who answered learns no rating of a case; who handles it anew must know what was wrong. */
function hidesFrom(actor: Actor, subject: Case, kind: CaseEventKind, data: Record<string, unknown>): boolean {
	if (kind === 'case.supervised') return actor.kind !== 'staff' || !actor.roles.includes('supervisor');
	if (actor.kind !== 'staff' || (kind !== 'case.rated' && kind !== 'case.rating-changed')) return false;
	const isAbove = actor.roles.some((role) => role === 'supervisor' || role === 'dispatcher' || role === 'head');
	const didAnswer = actor.id === subject.firstHandlerId || (actor.id === subject.ownerId && subject.state !== 'rework');
	const handlesAnew = subject.state === 'rework' && subject.ownerId === actor.id;
	if (didAnswer || !(isAbove || handlesAnew)) return true;
	const tags = Array.isArray(data.tags) ? data.tags.filter((tag) => typeof tag === 'string').filter(isRatingTag) : [];
	return namesRetaliation(tags) && !actor.roles.includes('supervisor');
}

/** Names of texts this actor may not read in an event of this kind. */
function hiddenNames(actor: Actor, subject: Case, kind: CaseEventKind): ReadonlySet<string> {
	if (actor.kind !== 'staff') return new Set();
	const readsAvoid = actor.roles.includes('supervisor') || (actor.roles.includes('dispatcher') && !isConduct(subject));
	const hidden = readsAvoid ? [] : ['avoid'];
	if (!seesOriginal(actor, subject)) {
		hidden.push('matter');
		if (kind === 'case.supplemented' || kind === 'case.info-supplied') hidden.push('text');
		if (kind === 'case.withdrawn' || kind === 'case.rework-opened') hidden.push('reason');
		if (kind === 'case.rated' || kind === 'case.rating-changed' || kind === 'case.contact-logged') hidden.push('words');
	}
	return new Set(hidden);
}

function namedTexts(data: Record<string, unknown>, bodies: Map<number, string | null>, hidden: ReadonlySet<string>) {
	return Object.entries(data).flatMap(([name, value]) => {
		if (hidden.has(name) || value === null || typeof value !== 'object' || !('textId' in value)) return [];
		const id = Number(value.textId);
		const body = bodies.get(id);
		return body ? [{ name, id, parts: v.parse(partsSchema, JSON.parse(body)) }] : [];
	});
}
