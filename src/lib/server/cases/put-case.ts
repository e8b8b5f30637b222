import { sql, type SQL } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { Parts, TextKind } from '../../domain/texts.ts';
import { type Context, hasRecorded } from '../context.ts';
import { gathered } from '../db/gathered.ts';
import { cases } from '../db/schema/cases.ts';
import { wordedStatement } from '../db/worded.ts';
import type { TextRef } from '../events/catalogue.ts';
import { type StoredEvent, storedEvents } from '../events/record.ts';
import { versionOf } from '../events/write-text.ts';

const given = [
	...(['number', 'state', 'type', 'class', 'categoryCode', 'tilePosition', 'areaId', 'channel', 'identity'] as const),
	...(['wantsCall', 'locale', 'hasDanger', 'hasRecording', 'hasText', 'title', 'place'] as const),
	...(['submittedAt', 'receivedAt', 'dueAt', 'firstDueAt', 'answerDueAt', 'stepDueAt', 'noticeDueAt'] as const),
	...(['ownerId', 'filedById', 'splitFromId', 'consentsToPublish'] as const),
	...(['submissionKeyHash', 'contentMac', 'codeMac', 'linkTokenHash'] as const)
];
/** What a case is filed with, under the id that was drawn for it; the rest has its defaults. */
export type NewCase = { id: number } & Required<Pick<typeof cases.$inferInsert, (typeof given)[number]>>;

/** A text of the new case, under an id that was drawn for it. */
export type NewText = { id: number; kind: TextKind; body: string; nonce: Buffer; digest: Buffer };

/** The draft a case was typed into, as it is kept for the receipt. */
export type KeptDraft = { id: Buffer; sealed: Buffer; expiresAt: Date };

type Filing = {
	row: NewCase;
	/** The device that the row's number is leased to; null = the number is drawn now. */
	leasedTo: string | null;
	/** For the search column. */
	terms: string[];
	texts: readonly NewText[];
	event: StoredEvent;
	draft: KeptDraft | null;
};

/**
 * Everything a case begins with, in one statement: its number, its row, its words, its first event, and the receipt in
 * the draft it came from. All of it is there afterwards or nothing is. `number-taken` when somebody has the number, or
 * a leased one is not (or no longer) leased to that device; `twin` when the same submission is there already.
 */
export async function putCase(context: Context, filing: Filing): Promise<'filed' | 'number-taken' | 'twin'> {
	const put = await gathering(context.db, filing);
	if (!put.numbered) return 'number-taken';
	if (!put.filed) return 'twin';
	hasRecorded(context);
	return 'filed';
}

/** A version of a text for `putCase`, and what the event says of it. */
export function newText(id: number, kind: TextKind, parts: Parts): { text: NewText; ref: TextRef } {
	const version = versionOf(parts);
	return { text: { id, kind, ...version }, ref: { textId: id, digest: version.digest.toString('hex') } };
}

const gathering = gathered((db, filings: readonly Filing[]) => {
	const rows = filings.map(({ row, leasedTo, terms, texts, event, draft }) => ({
		...inColumns(row),
		...inColumns(event),
		leasedTo,
		terms,
		texts: texts.map(inColumns),
		...(draft && inColumns({ draftId: draft.id, sealed: draft.sealed, draftEnds: draft.expiresAt }))
	}));
	return casesWithAll(db, { filings: JSON.stringify(rows) });
});

/** As JSON that PostgreSQL reads into columns. */
function inColumns(values: Record<string, unknown>): Record<string, unknown> {
	const columns = { ...values };
	for (const name in columns) {
		const value = columns[name];
		if (Buffer.isBuffer(value)) columns[name] = `\\x${value.toString('hex')}`;
	}
	return columns;
}

const listed = (each: (name: (typeof given)[number]) => SQL) => sql.join(given.map(each), sql`, `);
const names = listed((name) => sql`${sql.identifier(name)}`);
const types = listed((name) => sql`${sql.identifier(name)} ${sql.raw(cases[name].getSQLType())}`);
const columns = listed((name) => sql`${sql.identifier(toSnakeCase(name))}`);

// no index named on conflict: a twin under way may be met first by its link token, which follows from the same key
const casesWithAll = wordedStatement<{ filings: string }, { numbered: boolean; filed: boolean }>(
	(_db, at) => sql`
		with filing as materialized (
			select *, row_number() over (partition by number order by ordinality) = 1 as is_first
			from rows from (json_to_recordset(${at.filings}::json) as (
				id bigint, ${types}, "leasedTo" text, terms text[], texts json,
				stream text, position integer, kind text, "actorKind" text, "actorId" bigint, at timestamptz, data text, hash bytea,
				"draftId" bytea, sealed bytea, "draftEnds" timestamptz
			)) with ordinality
		), drawn as (
			insert into case_numbers (number, state, drawn_at)
			select number, 'used', at from filing where is_first and "leasedTo" is null
			on conflict do nothing returning number
		), redeemed as (
			update case_numbers set state = 'used' from filing
			where case_numbers.number = filing.number and is_first
				and case_numbers.state = 'leased' and case_numbers.leased_to = filing."leasedTo"
			returning case_numbers.number
		), numbered as (
			select number from drawn union all select number from redeemed
		), filed as (
			insert into cases (id, ${columns}, search) overriding system value
			select id, ${names}, array_to_tsvector(terms) from filing join numbered using (number) where is_first
			on conflict do nothing returning id
		), begun as (
			select filing.* from filing join filed using (id)
		), written as (
			insert into texts (id, case_id, kind, body, nonce, digest, created_at) overriding system value
			select text.id, begun.id, text.kind, text.body, text.nonce, text.digest, begun.at
			from begun, json_to_recordset(begun.texts) as text (id bigint, kind text, body text, nonce bytea, digest bytea)
		), ${storedEvents(sql`(
			select stream, position, kind, "actorKind" as actor_kind, "actorId" as actor_id, at, data::jsonb as data, hash from begun
		) as given`)}, kept as (
			update drafts set sealed = begun.sealed, sealed_contact = null, expires_at = begun."draftEnds"
			from begun where drafts.id = begun."draftId"
		)
		select is_first and number in (select number from numbered) as numbered, id in (select id from filed) as filed
		from filing order by ordinality`
);
