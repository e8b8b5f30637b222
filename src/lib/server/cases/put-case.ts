import { sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { Parts, TextKind } from '../../domain/texts.ts';
import { type Context, hasRecorded } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { gathered } from '../db/gathered.ts';
import { wordedStatement } from '../db/worded.ts';
import type { TextRef } from '../events/catalogue.ts';
import { type StoredEvent, storedEvents } from '../events/record.ts';
import { versionOf } from '../events/write-text.ts';

const given = [
	...(['number', 'state', 'type', 'class', 'categoryCode', 'tilePosition', 'areaId', 'channel', 'identity'] as const),
	...(['wantsCall', 'hasDanger', 'hasRecording', 'hasText', 'title', 'place'] as const),
	...(['submittedAt', 'receivedAt', 'dueAt', 'firstDueAt', 'answerDueAt', 'ownerId', 'filedById'] as const),
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
	/** For the search column. */
	terms: string[];
	texts: readonly NewText[];
	event: StoredEvent;
	draft: KeptDraft | null;
};

/**
 * Everything a case begins with, in one statement: its number, its row, its words, its first event, and the receipt in
 * the draft it came from. All of it is there afterwards or nothing is. `number-taken` when somebody has the number;
 * `twin` when the same submission is there already.
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
	const rows = filings.map(({ row, terms, texts, event: { data, ...event }, draft }) => ({
		...inColumns(row),
		...inColumns(event),
		data: JSON.parse(data) as unknown,
		terms,
		texts: texts.map(inColumns),
		...(draft && inColumns({ draftId: draft.id, sealed: draft.sealed, draftEnds: draft.expiresAt }))
	}));
	return casesWithAll(db, { filings: JSON.stringify(rows) });
});

/** As JSON that PostgreSQL reads into the columns of these names. */
function inColumns(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			toSnakeCase(name),
			Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value
		])
	);
}

const caseColumns = given.map((name) => ({ name: sql.identifier(toSnakeCase(name)), column: cases[name] }));
const names = sql.join(
	caseColumns.map(({ name }) => name),
	sql`, `
);
const types = sql.join(
	caseColumns.map(({ name, column }) => sql`${name} ${sql.raw(column.getSQLType())}`),
	sql`, `
);

// no index named on conflict: a twin under way may be met first by its link token, which follows from the same key
const casesWithAll = wordedStatement<{ filings: string }, { numbered: boolean; filed: boolean }>(
	(_db, at) => sql`
		with filing as materialized (
			select *, row_number() over (partition by number order by ordinality) = 1 as is_first
			from rows from (json_to_recordset(${at.filings}::json) as (
				id bigint, ${types}, terms text[], texts json,
				stream text, position integer, kind text, actor_kind text, actor_id bigint, at timestamptz, data jsonb, hash bytea,
				draft_id bytea, sealed bytea, draft_ends timestamptz
			)) with ordinality
		), numbered as (
			insert into case_numbers (number, state, drawn_at) select number, 'used', at from filing where is_first
			on conflict do nothing returning number
		), filed as (
			insert into cases (id, ${names}, search) overriding system value
			select id, ${names}, array_to_tsvector(terms) from filing join numbered using (number) where is_first
			on conflict do nothing returning id
		), begun as (
			select filing.* from filing join filed using (id)
		), written as (
			insert into texts (id, case_id, kind, body, nonce, digest, created_at) overriding system value
			select text.id, begun.id, text.kind, text.body, text.nonce, text.digest, begun.at
			from begun, json_to_recordset(begun.texts) as text (id bigint, kind text, body text, nonce bytea, digest bytea)
		), ${storedEvents(sql`begun`)}, kept as (
			update drafts set sealed = begun.sealed, sealed_contact = null, expires_at = begun.draft_ends
			from begun where drafts.id = begun.draft_id
		)
		select is_first and number in (select number from numbered) as numbered, id in (select id from filed) as filed
		from filing order by ordinality`
);
