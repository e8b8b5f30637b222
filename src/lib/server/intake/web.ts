import type { Context } from '../context.ts';
import type { Locale } from '../../domain/preferences.ts';
import type { Submission } from '../../domain/submission.ts';
import { Refusal } from '../../domain/refusal.ts';
import { claimWaiting, listWaiting } from '../attachments/photos.ts';
import { type Receipt, submitCase } from '../cases/submit.ts';
import { caseKey } from '../vault/case-keys.ts';
import { type Draft, type DraftContact, draftPlace, saveDraft } from './drafts.ts';

/** For how long the receipt shows the code, and for how long a replay shows it again (ruling 16). */
export const shownMs = 30 * 60_000;
const replayMs = 24 * 3_600_000;

/**
 * Hands a web draft in. Photos waiting under the draft come along; a double tap, a resend and a second tab make one
 * case. Throws `case.not-found` when the draft is not complete (steps in order, ASVS 2.3.1).
 */
export async function fileDraft(
	context: Context,
	secret: string,
	draft: Draft,
	contact: DraftContact | null,
	locale: Locale
): Promise<Receipt> {
	const place = draftPlace(secret);
	const receipt = await submitCase(context, submissionOf(draft, contact, locale), async (context, caseId, textId) => {
		const waiting = await listWaiting(context, place.draftId);
		if (waiting.length === 0) return 0;
		return claimWaiting(context, place, { caseId, textId, caseKey: await caseKey(context, caseId) });
	});
	await saveDraft(context, secret, { ...draft, filed: filedAs(context, draft, receipt) });
	return receipt;
}

/** The draft as the one shape every channel hands in. */
export function submissionOf(draft: Draft, contact: DraftContact | null, locale: Locale): Submission {
	if (!draft.type || !draft.text || !draft.identity) throw new Refusal('case.not-found');
	const keepsContact = draft.identity !== 'anonymous' && contact !== null;
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
		identity: keepsContact ? draft.identity : draft.identity === 'confidential' ? 'confidential' : 'anonymous',
		contact: keepsContact ? contact : null,
		callHours: draft.callHours,
		wantsCall: keepsContact && draft.wantsCall,
		avoidUnitIds: draft.avoidUnitIds,
		avoidWords: draft.avoidWords,
		attachmentIds: [],
		submittedAt: null,
		locale
	};
}

function filedAs(context: Context, draft: Draft, receipt: Receipt): NonNullable<Draft['filed']> {
	const { now } = context;
	const filedAt = draft.filed?.filedAt ?? now.toISOString();
	const isOld = now.getTime() - Date.parse(filedAt) > replayMs;
	return {
		caseId: receipt.caseId,
		number: receipt.number,
		submittedAt: receipt.submittedAt.toISOString(),
		dueAt: receipt.dueAt.toISOString(),
		hash: receipt.hash,
		filedAt,
		shownUntil: isOld ? filedAt : new Date(now.getTime() + shownMs).toISOString(),
		hasDanger: draft.hasDanger
	};
}
