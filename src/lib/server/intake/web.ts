import type { Locale } from '../../domain/preferences.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Submission } from '../../domain/submission.ts';
import { claimWaiting } from '../attachments/photos.ts';
import { type Receipt, submitCase } from '../cases/submit.ts';
import type { Context } from '../context.ts';
import { caseKey } from '../vault/case-keys.ts';
import { type Draft, type DraftContact, draftPlace, filedDraft, keepFiled } from './drafts.ts';

/** For how long the receipt shows the code (ruling 16). */
const shownMs = 30 * 60_000;

type Typed = { secret: string; draft: Draft; contact: DraftContact | null };

/**
 * Hands a web draft in, together with the photos that wait under it; case and draft change in one commit. A double
 * tap, a resend and a second tab make one case, and show its receipt again. Throws `case.not-found` when the draft is
 * not complete (steps in order, ASVS 2.3.1). `alikeId` is the open case the resident takes for the same: a wish.
 */
export async function fileDraft(
	context: Context,
	{ secret, draft, contact }: Typed,
	locale: Locale,
	alikeId: number | null = null
): Promise<void> {
	const shownUntil = new Date(context.now.getTime() + shownMs).toISOString();
	if (draft.filed) return keepFiled(context, filedDraft(secret, { ...draft, filed: { ...draft.filed, shownUntil } }));
	const place = draftPlace(secret);
	const submission = submissionOf(draft, contact, locale);
	const kept = (receipt: Receipt) =>
		filedDraft(secret, {
			...draft,
			filed: { ...onReceipt(receipt), shownUntil, hasDanger: draft.hasDanger, identity: submission.identity }
		});
	const receipt = await submitCase(context, submission, {
		alikeId,
		draftId: place.draftId,
		attach: async (context, caseId, textId) =>
			claimWaiting(context, place, { caseId, textId, caseKey: await caseKey(context, caseId) }),
		kept
	});
	if (receipt.isReplay) await keepFiled(context, kept(receipt));
}

/** The draft as the one shape every channel hands in. */
export function submissionOf(draft: Draft, contact: DraftContact | null, locale: Locale): Submission {
	if (!draft.type || !draft.text || !draft.identity) throw new Refusal('case.not-found');
	if (draft.identity !== 'anonymous' && !contact) throw new Refusal('case.not-found');
	const isReachable = draft.identity !== 'anonymous';
	return {
		submissionKey: draft.submissionKey,
		channel: 'web',
		type: draft.type,
		text: draft.text,
		want: draft.want,
		title: '',
		place: draft.place,
		categoryCode: draft.categoryCode,
		tilePosition: draft.tilePosition,
		areaId: draft.areaId,
		hasDanger: draft.hasDanger,
		identity: draft.identity,
		contact: isReachable ? contact : null,
		callHours: draft.callHours,
		wantsCall: isReachable && draft.wantsCall,
		avoidUnitIds: draft.avoidUnitIds,
		avoidWords: draft.avoidWords,
		consentsToPublish: draft.consentsToPublish,
		// photos are found by the draft they wait under: once claimed, a retry would not find them again
		attachmentIds: [],
		submittedAt: null,
		locale
	};
}

function onReceipt({ caseId, number, submittedAt, dueAt, hash }: Receipt) {
	return {
		caseId,
		number,
		submittedAt: submittedAt.toISOString(),
		filedAt: submittedAt.toISOString(),
		dueAt: dueAt.toISOString(),
		hash
	};
}
