import { randomBytes } from 'node:crypto';
import { canonicalParts, type Parts, type TextKind } from '../../domain/texts.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../crypto/sha256.ts';
import { texts } from '../db/schema/texts.ts';
import { type At, worded } from '../db/worded.ts';
import type { TextRef } from './catalogue.ts';

/** SHA-256(nonce ‖ body): erasing nonce and body leaves the event that names the digest valid. */
export function digestOf(nonce: Buffer, body: string): Buffer {
	return sha256(Buffer.concat([nonce, Buffer.from(body)]));
}

type NewText = Required<Omit<typeof texts.$inferInsert, 'id'>>;
const putText = worded((db, at: At<NewText>) =>
	db.insert(texts).values(at).returning({ id: texts.id }).prepare('put-text')
);

/** Appends a version of a text and returns what an event says of it. */
export async function writeText(
	context: Context,
	caseId: number | null,
	kind: TextKind,
	parts: Parts
): Promise<TextRef> {
	const version = versionOf(parts);
	const [row] = await putText(context.db, { caseId, kind, ...version, createdAt: context.now });
	if (!row) throw new Error('a text version was not stored');
	return { textId: row.id, digest: version.digest.toString('hex') };
}

/** What is stored of the words, under a nonce of their own. */
export function versionOf(parts: Parts): { body: string; nonce: Buffer; digest: Buffer } {
	const body = canonicalParts(parts);
	const nonce = randomBytes(32);
	return { body, nonce, digest: digestOf(nonce, body) };
}
