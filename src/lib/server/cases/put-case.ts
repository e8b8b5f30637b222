import { sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { Parts, TextKind } from '../../domain/texts.ts';
import { type Context, hasRecorded } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { type At, wordedStatement } from '../db/worded.ts';
import type { TextRef } from '../events/catalogue.ts';
import { storedEvent, type StoredEvent } from '../events/record.ts';
import { versionOf } from '../events/write-text.ts';
import { vectorOf } from './search-vector.ts';

const given = [
	...(['number', 'state', 'type', 'class', 'categoryCode', 'tilePosition', 'areaId', 'channel', 'identity'] as const),
	...(['wantsCall', 'hasDanger', 'hasRecording', 'hasText', 'title', 'place'] as const),
	...(['submittedAt', 'receivedAt', 'dueAt', 'firstDueAt', 'answerDueAt', 'ownerId', 'filedById'] as const),
	...(['submissionKeyHash', 'contentMac', 'codeMac', 'linkTokenHash'] as const)
];
/** What a case is filed with, under the id that was drawn for it; the rest has its defaults. */
export type NewCase = { id: number } & Required<Pick<typeof cases.$inferInsert, (typeof given)[number]>>;

/** A text of the new case, under an id that was drawn for it. */
export type NewText = { id: number; kind: TextKind; body: string; nonce: string; digest: string };

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
	const { row, terms, texts, event, draft } = filing;
	const [put] = await caseWithAll(context.db, {
		...row,
		terms,
		texts: JSON.stringify(texts),
		...event,
		draftId: draft?.id ?? null,
		sealed: draft?.sealed ?? null,
		draftEnds: draft?.expiresAt.toISOString() ?? null
	});
	if (!put?.numbered) return 'number-taken';
	if (!put.filed) return 'twin';
	hasRecorded(context);
	return 'filed';
}

/** A version of a text for `putCase`, and what the event says of it. */
export function newText(id: number, kind: TextKind, parts: Parts): { text: NewText; ref: TextRef } {
	const version = versionOf(parts);
	const digest = version.digest.toString('hex');
	return {
		text: { id, kind, body: version.body, nonce: version.nonce.toString('hex'), digest },
		ref: { textId: id, digest }
	};
}

type Values = NewCase &
	StoredEvent & {
		terms: string[];
		/** JSON of the new texts. */
		texts: string;
		draftId: Buffer | null;
		sealed: Buffer | null;
		draftEnds: string | null;
	};

const caseWithAll = wordedStatement<Values, { numbered: boolean; filed: boolean }>((_db, at) => {
	const row = rowOf(at);
	// no index named on conflict: a twin under way may be met first by its link token, which follows from the same key
	return sql`
		with numbered as (
			insert into case_numbers (number, state, drawn_at) values (${at.number}, 'used', ${at.at}::timestamptz)
			on conflict do nothing returning number
		), filed as (
			insert into cases (${row.names}) overriding system value select ${row.values} from numbered
			on conflict do nothing returning id
		), written as (
			insert into texts (id, case_id, kind, body, nonce, digest, created_at) overriding system value
			select text.id, filed.id, text.kind, text.body, decode(text.nonce, 'hex'), decode(text.digest, 'hex'), ${at.at}::timestamptz
			from filed, jsonb_to_recordset(${at.texts}::jsonb) as text (id bigint, kind text, body text, nonce text, digest text)
		), ${storedEvent(at, sql`filed`)}, kept as (
			update drafts set sealed = ${at.sealed}::bytea, sealed_contact = null, expires_at = ${at.draftEnds}::timestamptz
			from filed where drafts.id = ${at.draftId}::bytea
		)
		select exists(select from numbered) as numbered, exists(select from filed) as filed`;
});

/** The columns of a new case, and where their values go. */
function rowOf(at: At<Values>) {
	const values = given.map((name) => {
		const column = cases[name];
		return sql`${sql.param(at[name], column)}::${sql.raw(column.getSQLType())}`;
	});
	const names = given.map((name) => sql.identifier(toSnakeCase(name)));
	return {
		names: sql.join([sql.identifier('id'), ...names, sql.identifier('search')], sql`, `),
		values: sql.join([sql`${at.id}::bigint`, ...values, vectorOf(at.terms)], sql`, `)
	};
}
