import { redirect, type RequestEvent } from '@sveltejs/kit';
import {
	type Draft,
	type DraftContact,
	draftSeconds,
	emptyDraft,
	findDraft,
	forgetDraft,
	newSecret,
	saveDraft
} from '../intake/drafts.ts';
import { dropCookie, readCookie, setCookie } from './cookies.ts';

export type OpenDraft = { secret: string; draft: Draft; contact: DraftContact | null };

/** The draft this browser holds, or null. */
export async function readDraft(event: RequestEvent): Promise<OpenDraft | null> {
	const secret = readCookie(event, 'draft');
	if (!secret) return null;
	const found = await findDraft(event.locals.context, { secret, contactSecret: readCookie(event, 'draft-contact') });
	return found && { secret, ...found };
}

/**
 * The draft a filing page works on. A browser without one starts at the first page; one that has already handed it in
 * is shown the receipt.
 */
export async function requireDraft(event: RequestEvent): Promise<OpenDraft> {
	const open = await readDraft(event);
	if (!open) redirect(303, '/submit/what');
	if (open.draft.filed) redirect(303, '/receipt');
	return open;
}

/** Merges what a page posted into the draft; the first page starts one, or a new one after a filed one. */
export async function keepDraft(event: RequestEvent, changes: Partial<Draft>): Promise<OpenDraft> {
	const known = await readDraft(event);
	const isNew = !known || known.draft.filed !== null;
	const open = isNew ? { secret: newSecret(), draft: emptyDraft(), contact: null } : known;
	const draft = { ...open.draft, ...changes };
	await saveDraft(event.locals.context, open.secret, draft);
	const kept = draft.isPublicComputer ? {} : { maxAge: draftSeconds };
	setCookie(event, 'draft', open.secret, kept);
	return { ...open, draft };
}

/** Ends what this browser began or just handed in: row, waiting photos and cookies. */
export async function endDraft(event: RequestEvent): Promise<void> {
	const secret = readCookie(event, 'draft');
	if (secret) await forgetDraft(event.locals.context, secret);
	dropDraftCookies(event);
}

/** The keys leave the browser; what they sealed cannot be read again. */
export function dropDraftCookies(event: RequestEvent): void {
	dropCookie(event, 'draft');
	dropCookie(event, 'draft-contact');
}
