import type { Component } from 'svelte';
import type { FormFailure } from '#lib/domain/form-failure.ts';
import type { PageData } from '../$types';
import AnswerTask from './AnswerTask.svelte';
import ArrangeJoint from './ArrangeJoint.svelte';
import EndTask from './EndTask.svelte';
import NoteExternal from './NoteExternal.svelte';
import FollowUp from './FollowUp.svelte';
import Hold from './Hold.svelte';

export type FormProps = { data: PageData; form: Partial<FormFailure> | null };
type Form = Component<FormProps>;

/** The fields of an act's form, by the act's name in the address. */
export const forms: Partial<Record<PageData['act'], Form>> = {
	'arrange-joint': ArrangeJoint,
	'answer-task': AnswerTask,
	'end-task': EndTask,
	'note-external': NoteExternal,
	'follow-up': FollowUp,
	hold: Hold,
	'lift-hold': Hold
};
