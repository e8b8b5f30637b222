import { randomBytes } from 'node:crypto';
import type { StaffActor } from '../../domain/permissions.ts';
import type { CallHours, Submission } from '../../domain/submission.ts';
import { type External, noteExternal } from '../cases/note-external.ts';
import { type Receipt, submitCase } from '../cases/submit.ts';
import { type Context, inTransaction } from '../context.ts';

type Spoken = Pick<
	Submission,
	'type' | 'text' | 'want' | 'place' | 'categoryCode' | 'areaId' | 'hasDanger' | 'identity' | 'contact' | 'wantsCall'
> & {
	channel: 'reception' | 'phone' | 'forwarded';
	consentsToPublish: boolean;
	/** Made by the form, so that a double press makes one case. */
	submissionKey: string;
};

/**
 * 代填、代录: what a walk-in or a caller said, or another body passed on, down the same road as every submission. The
 * other body's number and deadline are noted with it, or nothing is filed.
 */
export function fileForSomebody(
	context: Context<StaffActor>,
	spoken: Spoken,
	external: External | null = null
): Promise<Receipt> {
	if (external === null) return submitCase(context, submissionOf(spoken));
	return inTransaction(context, async (context) => {
		const receipt = await submitCase(context, submissionOf(spoken));
		if (!receipt.isReplay) await noteExternal(context, receipt.number, { version: 1, external });
		return receipt;
	});
}

function submissionOf(spoken: Spoken): Submission {
	const callHours: CallHours = 'any';
	return {
		...spoken,
		title: '',
		tilePosition: null,
		callHours,
		avoidUnitIds: [],
		avoidWords: '',
		attachmentIds: [],
		submittedAt: null,
		locale: 'zh-CN'
	};
}

export const newFormKey = () => randomBytes(16).toString('hex');
