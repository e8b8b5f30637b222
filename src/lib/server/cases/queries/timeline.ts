import { sql, type SQLWrapper } from 'drizzle-orm';
import * as v from 'valibot';
import { watchedAs } from '../../../domain/duty.ts';
import {
	type Actor,
	isConduct,
	isOwner,
	seesOriginal,
	type StaffActor,
	standsNear
} from '../../../domain/permissions.ts';
import { isRatingTag, namesRetaliation } from '../../../domain/rating.ts';
import type { Parts } from '../../../domain/texts.ts';
import type { Context } from '../../context.ts';
import { wordedStatement } from '../../db/worded.ts';
import { audienceOf, type EventKind } from '../../events/catalogue.ts';
import type { Case } from '../take-case.ts';

export type CaseEventKind = EventKind & `case.${string}`;
export type Entry = {
	id: number;
	kind: CaseEventKind;
	audience: 'public' | 'internal' | 'system';
	at: Date;
	byKind: 'stranger' | 'resident' | 'kiosk' | 'staff' | 'system';
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

/** What the reading of a timeline needs to know of its case. */
export type Told = Pick<
	Case,
	| ('id' | 'state' | 'class' | 'identity' | 'categoryCode')
	| ('ownerId' | 'unitId' | 'filedById' | 'releasedToId' | 'firstHandlerId')
>;

/** What happened and what was written, as the database gives it. */
export type Story = {
	events: (Pick<Entry, 'id' | 'byKind' | 'data'> & {
		kind: string;
		/** ISO 8601. */
		at: string;
		by: string | null;
		byUnit: string | null;
	})[];
	/** Text versions by their ids. */
	words: Record<number, string | null>;
};

/**
 * What happened to a case, oldest first, as far as the actor may read it: a resident gets what is public and what is
 * about them; a unit gets of a confidential case no words of the resident; who answered gets no ratings, and nobody but
 * the supervisor those that name retaliation.
 */
export async function readTimeline({ db, actor }: Context, subject: Told): Promise<Entry[]> {
	const [story] = await storyOfCase(db, { caseId: subject.id, kinds: kindsFor(actor) });
	return story ? entriesOf(story, actor, subject) : [];
}

/** The two columns of a `Story`, for a query that has the case's id at hand. */
export function storyColumns(caseId: SQLWrapper, kinds: SQLWrapper) {
	return {
		events: sql<Story['events']>`(
			select coalesce(json_agg(told order by position), '[]') from (
				select events.id, kind, at, actor_kind as "byKind", staff.name as by, units.name as "byUnit", data, position
				from events left join staff on staff.id = actor_id left join units on units.id = staff.unit_id
				where stream = 'case:' || ${caseId} and kind = any(${kinds}::text[])
				order by position limit ${sql.raw(String(mostEvents))}
			) as told)`,
		words: sql<Story['words']>`(
			select coalesce(json_object_agg(id, body), '{}') from (
				select id, body from texts where case_id = ${caseId} order by id limit ${sql.raw(String(mostEvents * 2))}
			) as written)`
	};
}

const storyOfCase = wordedStatement<{ caseId: number; kinds: CaseEventKind[] }, Story>((_db, at) => {
	const { events, words } = storyColumns(sql`${at.caseId}::bigint`, at.kinds);
	return sql`select ${events} as events, ${words} as words`;
});

/** The story as the actor may read it. */
export function entriesOf(story: Story, actor: Actor, subject: Told): Entry[] {
	const takenBack = new Set(
		story.events.map(({ kind, data }) => (kind === 'case.note-withdrawn' ? data.noteId : null))
	);
	return story.events.flatMap(({ kind, ...row }) => {
		if (!isCaseKind(kind) || hidesFrom(actor, subject, kind, row.data)) return [];
		if (kind === 'case.note-added' && textIdsIn(row.data).some((id) => takenBack.has(id))) return [];
		const named = namedTexts(row.data, story.words, hiddenNames(actor, subject, kind));
		return [
			{
				...row,
				kind,
				at: new Date(row.at),
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

const allKinds = Object.keys(audienceOf).filter(isCaseKind);
const kindsOfResidents = allKinds.filter((kind) => audienceOf[kind] !== 'internal');

/** Kinds of events that are told to an actor at all. */
export function kindsFor(actor: Actor): CaseEventKind[] {
	return actor.kind === 'resident' ? kindsOfResidents : allKinds;
}

/** Not for who is only asked for a part of the work: how the resident is reached, and what the others say among themselves. */
const amongThemselves: readonly CaseEventKind[] = [
	...(['case.contact-logged', 'case.contact-changed', 'case.contact-revealed', 'case.looked-up-by-phone'] as const),
	...([
		'case.note-added',
		'case.note-withdrawn',
		'case.urged',
		'case.draft-submitted',
		'case.draft-returned',
		'case.rated',
		'case.rating-changed'
	] as const)
];

function hidesFrom(actor: Actor, subject: Told, kind: CaseEventKind, data: Record<string, unknown>): boolean {
	if (kind === 'case.supervised') return actor.kind !== 'staff' || watchedAs(actor).length === 0;
	if (actor.kind !== 'staff') return false;
	if (amongThemselves.includes(kind) && !standsNear(actor, subject)) return true;
	return (kind === 'case.rated' || kind === 'case.rating-changed') && hidesRating(actor, subject, data);
}

/** May this member of staff read a rating with these tags? The register shows it under the same rule as the timeline. */
export function readsRating(actor: StaffActor, subject: Told, tags: readonly string[]): boolean {
	return standsNear(actor, subject) && !hidesRating(actor, subject, { tags });
}

/** 「办事的人看不到是谁打的分」: who answered learns no rating of a case; who handles it anew must know what was wrong. */
function hidesRating(actor: StaffActor, subject: Told, data: Record<string, unknown>): boolean {
	const isAbove = watchedAs(actor).length > 0 || actor.roles.some((role) => role === 'dispatcher' || role === 'head');
	const didAnswer = actor.id === subject.firstHandlerId || (actor.id === subject.ownerId && subject.state !== 'rework');
	const handlesAnew = subject.state === 'rework' && isOwner(actor, subject);
	if (didAnswer || !(isAbove || handlesAnew)) return true;
	const tags = Array.isArray(data.tags) ? data.tags.filter((tag) => typeof tag === 'string').filter(isRatingTag) : [];
	return namesRetaliation(tags) && watchedAs(actor).length === 0;
}

/** Names of texts this actor may not read in an event of this kind. */
function hiddenNames(actor: Actor, subject: Told, kind: CaseEventKind): ReadonlySet<string> {
	if (actor.kind !== 'staff') return new Set();
	const readsAvoid = actor.roles.includes('supervisor') || (actor.roles.includes('dispatcher') && !isConduct(subject));
	const hidden = readsAvoid ? [] : ['avoid'];
	// 回访: the unit learns whether it is solved, not what was said
	const asks = ['supervisor', 'lead-official', 'follow-up-caller'] as const;
	if (kind === 'case.followed-up' && !asks.some((role) => actor.roles.includes(role))) hidden.push('words');
	if (!seesOriginal(actor, subject)) {
		hidden.push('matter');
		if (kind === 'case.supplemented' || kind === 'case.info-supplied') hidden.push('text');
		if (kind === 'case.withdrawn' || kind === 'case.rework-opened') hidden.push('reason');
		if (kind === 'case.rated' || kind === 'case.rating-changed' || kind === 'case.contact-logged') hidden.push('words');
	}
	return new Set(hidden);
}

function textIdsIn(data: Entry['data']): number[] {
	return Object.values(data).flatMap((value) =>
		value !== null && typeof value === 'object' && 'textId' in value ? [Number(value.textId)] : []
	);
}

function namedTexts(data: Entry['data'], bodies: Story['words'], hidden: ReadonlySet<string>) {
	return Object.entries(data).flatMap(([name, value]) => {
		if (hidden.has(name) || value === null || typeof value !== 'object' || !('textId' in value)) return [];
		const id = Number(value.textId);
		const body = bodies[id];
		return body ? [{ name, id, parts: v.parse(partsSchema, JSON.parse(body)) }] : [];
	});
}
