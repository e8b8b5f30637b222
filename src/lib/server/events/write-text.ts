import { createHash, randomBytes } from 'node:crypto';
import { canonicalParts, type Parts, type TextKind } from '../../domain/texts.ts';
import type { Context } from '../context.ts';
import { texts } from '../db/schema/texts.ts';
import type { TextRef } from './catalogue.ts';

/** SHA-256(nonce ‖ body): erasing nonce and body leaves the event that names the digest valid. */
export function digestOf(nonce: Buffer, body: string): Buffer {
	return createHash('sha256').update(nonce).update(body).digest();
}

/** Appends a version of a text and returns what an event says of it. */
export async function writeText(
	context: Context,
	caseId: number | null,
	kind: TextKind,
	parts: Parts
): Promise<TextRef> {
	const body = canonicalParts(parts);
	const nonce = randomBytes(32);
	const digest = digestOf(nonce, body);
	const [row] = await context.db
		.insert(texts)
		.values({ caseId, kind, body, nonce, digest, createdAt: context.now })
		.returning({ id: texts.id });
	if (!row) throw new Error('a text version was not stored');
	return { textId: row.id, digest: digest.toString('hex') };
}
