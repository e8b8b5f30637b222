import { createHmac, randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { callHours, caseTypes, identities } from '../../domain/submission.ts';
import { forgetWaiting } from '../attachments/photos.ts';
import type { KeptDraft } from '../cases/put-case.ts';
import type { Context } from '../context.ts';
import { open, seal } from '../crypto/seal.ts';
import { sha256 } from '../crypto/sha256.ts';
import { drafts } from '../db/schema/drafts.ts';
import { gathered } from '../db/gathered.ts';
import { wordedStatement } from '../db/worded.ts';

/** What was typed between filing pages, and after filing what the receipt needs. */
const draftSchema = v.object({
	submissionKey: v.string(),
	type: v.fallback(v.nullable(v.picklist(caseTypes)), null),
	tilePosition: v.fallback(v.nullable(v.number()), null),
	categoryCode: v.fallback(v.nullable(v.string()), null),
	text: v.fallback(v.string(), ''),
	want: v.fallback(v.string(), ''),
	place: v.fallback(v.string(), ''),
	areaId: v.fallback(v.nullable(v.number()), null),
	hasDanger: v.fallback(v.boolean(), false),
	identity: v.fallback(v.nullable(v.picklist(identities)), null),
	callHours: v.fallback(v.picklist(callHours), 'any'),
	wantsCall: v.fallback(v.boolean(), false),
	avoidUnitIds: v.fallback(v.array(v.number()), []),
	avoidWords: v.fallback(v.string(), ''),
	consentsToPublish: v.fallback(v.boolean(), false),
	isPublicComputer: v.fallback(v.boolean(), false),
	filed: v.fallback(
		v.nullable(
			v.object({
				caseId: v.number(),
				number: v.string(),
				submittedAt: v.string(),
				dueAt: v.string(),
				hash: v.string(),
				filedAt: v.string(),
				/** Until when the code is shown. */
				shownUntil: v.string(),
				identity: v.picklist(identities),
				hasDanger: v.boolean()
			})
		),
		null
	)
});
export type Draft = v.InferOutput<typeof draftSchema>;

const contactSchema = v.object({ name: v.string(), phone: v.string(), email: v.string() });
export type DraftContact = v.InferOutput<typeof contactSchema>;

/** The two cookies: what was typed lives 7 days, contact ends with the browser session (ruling 16). */
export type DraftCookies = { secret: string; contactSecret: string | undefined };
export const draftSeconds = 7 * 86_400;

/** For how long a handed-in draft may still show its receipt; on a public computer just long enough for a slow line. */
const filedMs = 24 * 3_600_000;
const filedOnPublicMs = 10 * 60_000;

export const newSecret = () => randomBytes(24).toString('base64url');
export const newSubmissionKey = () => randomBytes(16).toString('hex');

type DraftRow = { sealed: Buffer | null; sealed_contact: Buffer | null; expires_at: string };
const draftOf = gathered((db, ids: readonly Buffer[]) =>
	draftsOf(db, { ids: JSON.stringify(ids.map((id) => id.toString('hex'))) })
);
const draftsOf = wordedStatement<{ ids: string }, DraftRow>(
	(_db, at) => sql`
		select sealed, sealed_contact, expires_at
		from json_array_elements_text(${at.ids}::json) with ordinality as asked (id, ordinality)
		left join drafts on drafts.id = decode(asked.id, 'hex')
		order by ordinality`
);

export function emptyDraft(): Draft {
	return v.parse(draftSchema, { submissionKey: newSubmissionKey() });
}

/** Where the draft's photos wait, and the key that wraps theirs: both follow from the cookie and are stored nowhere. */
export function draftPlace(secret: string): { draftId: Buffer; key: Buffer } {
	return { draftId: idOf(secret), key: keyOf(secret, 'photos') };
}

/** Opens a draft with the cookie that sealed it; null when there is none, or it is too old. */
export async function findDraft(
	{ db, now }: Context,
	{ secret, contactSecret }: DraftCookies
): Promise<{ draft: Draft; contact: DraftContact | null } | null> {
	const id = idOf(secret);
	const row = await draftOf(db, id);
	if (!row.sealed || new Date(row.expires_at) < now) return null;
	const draft = v.parse(draftSchema, unseal(row.sealed, secret, 'draft'));
	const contact =
		row.sealed_contact && contactSecret
			? v.safeParse(contactSchema, unsealOrNull(row.sealed_contact, contactSecret))
			: null;
	return { draft, contact: contact?.success ? contact.output : null };
}

/** Keeps a draft; its contact, sealed under the other cookie, stays as it is. */
export async function saveDraft({ db, now }: Context, secret: string, draft: Draft): Promise<void> {
	const id = idOf(secret);
	const sealed = sealFor(draft, secret, 'draft');
	const expiresAt = new Date(now.getTime() + draftSeconds * 1000);
	await db
		.insert(drafts)
		.values({ id, sealed, expiresAt })
		.onConflictDoUpdate({ target: drafts.id, set: { sealed, expiresAt } });
}

/** A draft after filing: what was typed and the contact are gone from it, what the receipt needs stays for a day. */
export function filedDraft(secret: string, { submissionKey, isPublicComputer, filed }: Draft): KeptDraft {
	if (!filed) throw new Error('a draft was kept as filed that was not');
	const sealed = sealFor(v.parse(draftSchema, { submissionKey, isPublicComputer, filed }), secret, 'draft');
	const expiresAt = new Date(Date.parse(filed.filedAt) + (isPublicComputer ? filedOnPublicMs : filedMs));
	return { id: idOf(secret), sealed, expiresAt };
}

/** Keeps a filed draft anew: its receipt is shown again. */
export async function keepFiled({ db }: Context, { id, sealed, expiresAt }: KeptDraft): Promise<void> {
	await db.update(drafts).set({ sealed, sealedContact: null, expiresAt }).where(eq(drafts.id, id));
}

/** Keeps the contact under the cookie that ends with the browser session; null = none is left. */
export async function saveDraftContact(
	{ db }: Context,
	secret: string,
	contact: { value: DraftContact; contactSecret: string } | null
): Promise<void> {
	const sealedContact = contact ? sealFor(contact.value, contact.contactSecret, 'contact') : null;
	await db
		.update(drafts)
		.set({ sealedContact })
		.where(eq(drafts.id, idOf(secret)));
}

/** 结束并清除: nothing typed remains, and no photo that was not handed in. */
export async function forgetDraft(context: Context, secret: string): Promise<void> {
	await context.db.delete(drafts).where(eq(drafts.id, idOf(secret)));
	await forgetWaiting(context, idOf(secret));
}

function idOf(secret: string): Buffer {
	return sha256(secret);
}

function keyOf(secret: string, purpose: string): Buffer {
	return createHmac('sha256', secret).update(`huiyin:${purpose}`).digest();
}

function sealFor(value: unknown, secret: string, purpose: string): Buffer {
	return seal(keyOf(secret, purpose), 'cookie', Buffer.from(JSON.stringify(value)), `drafts.${purpose}`);
}

function unseal(sealed: Buffer, secret: string, purpose: string): unknown {
	return JSON.parse(open(() => keyOf(secret, purpose), sealed, `drafts.${purpose}`).toString('utf8'));
}

/** A contact sealed in an earlier browser session has lost its key, as it should. */
function unsealOrNull(sealed: Buffer, secret: string): unknown {
	try {
		return unseal(sealed, secret, 'contact');
	} catch {
		return null;
	}
}
