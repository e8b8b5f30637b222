import { randomBytes } from 'node:crypto';
import type { StaffActor } from '../../domain/permissions.ts';
import type { CallHours, Submission } from '../../domain/submission.ts';
import { type Receipt, submitCase } from '../cases/submit.ts';
import type { Context } from '../context.ts';

type Spoken = Pick<
	Submission,
	'type' | 'text' | 'want' | 'place' | 'categoryCode' | 'areaId' | 'hasDanger' | 'identity' | 'contact' | 'wantsCall'
> & {
	channel: 'reception' | 'phone';
	/** Made by the form, so that a double press makes one case. */
	submissionKey: string;
};

/** 代填、代录: what a walk-in or a caller said, down the same road as every submission. */
export function fileForSomebody(context: Context<StaffActor>, spoken: Spoken): Promise<Receipt> {
	const callHours: CallHours = 'any';
	return submitCase(context, {
		...spoken,
		title: '',
		tilePosition: null,
		callHours,
		avoidUnitIds: [],
		avoidWords: '',
		attachmentIds: [],
		submittedAt: null,
		locale: 'zh-CN'
	});
}

export const newFormKey = () => randomBytes(16).toString('hex');
