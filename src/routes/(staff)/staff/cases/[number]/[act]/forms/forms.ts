import type { Component } from 'svelte';
import type { FormFailure } from '#lib/domain/form-failure.ts';
import type { PageData } from '../$types';
import AnswerTask from './AnswerTask.svelte';
import ArrangeJoint from './ArrangeJoint.svelte';
import EndTask from './EndTask.svelte';
import NoteExternal from './NoteExternal.svelte';
import DraftSummary from './DraftSummary.svelte';
import PublishSummary from './PublishSummary.svelte';
import UnpublishSummary from './UnpublishSummary.svelte';
import FollowUp from './FollowUp.svelte';
import Hold from './Hold.svelte';
import DecideProposal from './DecideProposal.svelte';
import FinishPhase from './FinishPhase.svelte';
import ProposeLongTerm from './ProposeLongTerm.svelte';
import ProposeRedirect from './ProposeRedirect.svelte';
import ProposeTransfer from './ProposeTransfer.svelte';
import RequestExtension from './RequestExtension.svelte';
import TakeOffList from './TakeOffList.svelte';
import WithdrawProposal from './WithdrawProposal.svelte';
import Merge from './Merge.svelte';
import Split from './Split.svelte';
import UnMerge from './UnMerge.svelte';

export type FormProps = { data: PageData; form: Partial<FormFailure> | null };
type Form = Component<FormProps>;

/** The fields of an act's form, by the act's name in the address. */
export const forms: Partial<Record<PageData['act'], Form>> = {
	'arrange-joint': ArrangeJoint,
	'answer-task': AnswerTask,
	'end-task': EndTask,
	'note-external': NoteExternal,
	'draft-summary': DraftSummary,
	'publish-summary': PublishSummary,
	'unpublish-summary': UnpublishSummary,
	'follow-up': FollowUp,
	hold: Hold,
	'lift-hold': Hold,
	'request-extension': RequestExtension,
	'propose-transfer': ProposeTransfer,
	'propose-redirect': ProposeRedirect,
	'propose-long-term': ProposeLongTerm,
	'decide-proposal': DecideProposal,
	'withdraw-proposal': WithdrawProposal,
	'finish-phase': FinishPhase,
	'take-off-list': TakeOffList,
	merge: Merge,
	'un-merge': UnMerge,
	split: Split
};
