import { Refusal } from './refusal.ts';

/** Every state of the source document's closed loop, as in domain/states.json. */
export const caseStates = [
	'submitted',
	'need_info',
	'accepted',
	'assigned',
	'return_requested',
	'processing',
	'extension_pending',
	'long_term',
	'review',
	'answered',
	'rework',
	'closed',
	'archived',
	'rejected',
	'redirected',
	'merged',
	'withdrawn'
] as const;
export type CaseState = (typeof caseStates)[number];

export const openStates = [
	'submitted',
	'need_info',
	'accepted',
	'assigned',
	'return_requested',
	'processing',
	'extension_pending',
	'long_term',
	'review',
	'answered',
	'rework'
] as const satisfies readonly CaseState[];

/** Open states in which the answer is still owed. */
export const owedStates = openStates.filter((state) => state !== 'answered');

/** Where the answer is owed and its clock runs: not while the resident is asked. */
export const runningStates = owedStates.filter((state) => state !== 'need_info');

export function isOpen(state: CaseState): boolean {
	return (openStates as readonly CaseState[]).includes(state);
}

/** 并案: cases in these states take others in, as their main case. */
export const mainStates: readonly CaseState[] = openStates.filter(
	(state) => state !== 'return_requested' && state !== 'answered'
);

/** `back` = the state the case came from (need_info, review, merged); `same` = the act leaves the state alone. */
type Step = { from: readonly CaseState[]; to: CaseState | 'back' | 'same' };

const fromAssignedOn = [
	...(['assigned', 'return_requested', 'processing', 'extension_pending', 'long_term'] as const),
	...(['review', 'rework'] as const)
] as const;
/** Where an assigned unit works on it. */
const inHand = ['processing', 'extension_pending', 'long_term', 'rework'] as const;
/** States of the side exits and of closed cases. */
const ended = ['closed', 'archived', 'rejected', 'redirected', 'merged', 'withdrawn'] as const;

/** The one table of acts. Which person may act is in permissions.ts; conditions of time and number are in the acts. */
export const acts = {
	submit: { from: [], to: 'submitted' },
	accept: { from: ['submitted'], to: 'accepted' },
	'request-info': { from: ['submitted', 'accepted', 'processing'], to: 'need_info' },
	'supply-info': { from: ['need_info'], to: 'back' },
	'lapse-info': { from: ['need_info'], to: 'back' },
	'lapse-unclear': { from: ['need_info'], to: 'rejected' },
	reject: { from: ['submitted'], to: 'rejected' },
	'request-recheck': { from: ['rejected'], to: 'submitted' },
	// from 办理中 only by a proposal that the dispatcher accepts
	redirect: { from: ['submitted', 'accepted', 'processing'], to: 'redirected' },
	'answer-on-the-spot': { from: ['submitted', 'accepted'], to: 'answered' },
	// 原台账导入: what is open stays at the door, what was ended before has its answer and its end at once
	'import-open': { from: ['submitted'], to: 'same' },
	'import-answered': { from: ['submitted'], to: 'answered' },
	'close-imported': { from: ['answered'], to: 'closed' },
	classify: { from: openStates, to: 'same' },
	exclude: { from: openStates, to: 'same' },
	'lift-exclusion': { from: openStates, to: 'same' },
	'check-clues': { from: owedStates, to: 'same' },
	assign: { from: ['accepted', 'return_requested'], to: 'assigned' },
	sign: { from: ['assigned'], to: 'processing' },
	'lapse-signing': { from: ['assigned'], to: 'processing' },
	'return-assignment': { from: ['assigned'], to: 'return_requested' },
	designate: { from: ['return_requested'], to: 'assigned' },
	reassign: { from: ['assigned', 'processing', 'long_term', 'rework'], to: 'same' },
	propose: { from: ['processing', 'long_term', 'rework'], to: 'same' },
	'withdraw-proposal': { from: ['processing', 'long_term', 'rework'], to: 'same' },
	'refuse-proposal': { from: ['processing', 'long_term', 'rework'], to: 'same' },
	transfer: { from: ['processing', 'long_term', 'rework'], to: 'same' },
	'request-extension': { from: ['processing'], to: 'extension_pending' },
	'grant-extension': { from: ['extension_pending'], to: 'processing' },
	'refuse-extension': { from: ['extension_pending'], to: 'processing' },
	'withdraw-extension': { from: ['extension_pending'], to: 'processing' },
	'list-long-term': { from: ['processing'], to: 'long_term' },
	'finish-phase': { from: ['long_term'], to: 'same' },
	'take-off-list': { from: ['long_term'], to: 'processing' },
	'arrange-joint': { from: ['assigned', 'processing', 'long_term', 'rework'], to: 'same' },
	'answer-task': { from: ['assigned', ...inHand], to: 'same' },
	'end-task': { from: ['assigned', ...inHand, 'review'], to: 'same' },
	split: { from: ['submitted', 'accepted'], to: 'same' },
	merge: { from: ['submitted', 'accepted', 'processing'], to: 'merged' },
	'un-merge': { from: ['merged'], to: 'back' },
	'succeed-main': { from: ['merged'], to: 'back' },
	// a part is answered with its main, and moves with it to another
	'follow-main': { from: ['merged'], to: 'same' },
	'log-contact': { from: [...fromAssignedOn, 'need_info', 'answered', 'closed', 'merged'], to: 'same' },
	'report-progress': { from: [...fromAssignedOn, 'need_info', 'answered'], to: 'same' },
	'add-note': { from: openStates, to: 'same' },
	'withdraw-note': { from: openStates, to: 'same' },
	urge: { from: runningStates, to: 'same' },
	supervise: { from: [...openStates, ...ended], to: 'same' },
	'draft-answer': { from: ['processing', 'long_term', 'rework'], to: 'same' },
	'submit-draft': { from: ['processing', 'long_term', 'rework'], to: 'review' },
	'return-draft': { from: ['review'], to: 'back' },
	publish: { from: ['review'], to: 'answered' },
	'rate-well': { from: ['answered'], to: 'closed' },
	'rate-badly': { from: ['answered'], to: 'rework' },
	'rate-badly-again': { from: ['answered'], to: 'closed' },
	'rate-late': { from: ['closed'], to: 'same' },
	'rate-badly-late': { from: ['closed'], to: 'rework' },
	'rate-merged': { from: ['merged'], to: 'same' },
	'request-rework': { from: ['answered', 'closed'], to: 'rework' },
	withdraw: {
		from: ['submitted', 'need_info', 'accepted', ...fromAssignedOn, 'merged'],
		to: 'withdrawn'
	},
	'close-unrated': { from: ['answered'], to: 'closed' },
	archive: { from: ['closed', 'rejected', 'redirected', 'merged', 'withdrawn'], to: 'archived' },
	'erase-expired': { from: ended, to: 'same' },
	hold: { from: caseStates, to: 'same' },
	'lift-hold': { from: caseStates, to: 'same' },
	'climb-ladder': { from: owedStates, to: 'same' },
	'owe-notice': { from: owedStates, to: 'same' },
	'alarm-unanswered': { from: owedStates, to: 'same' },
	'sound-alarm': { from: openStates, to: 'same' },
	'answer-alarm': { from: openStates, to: 'same' },
	'note-external': { from: openStates, to: 'same' },
	'plan-follow-up': { from: ['answered', ...ended], to: 'same' },
	'follow-up': { from: ['answered', ...ended], to: 'same' },
	'decline-follow-up': { from: caseStates, to: 'same' },
	'consent-to-publish': { from: caseStates, to: 'same' },
	'withdraw-consent': { from: caseStates, to: 'same' },
	'draft-summary': { from: ['answered', 'closed', 'archived'], to: 'same' },
	'publish-summary': { from: ['answered', 'closed', 'archived'], to: 'same' },
	'unpublish-summary': { from: caseStates, to: 'same' },
	'note-failed-message': { from: caseStates, to: 'same' },
	'resend-message': { from: caseStates, to: 'same' },
	'hand-over': { from: openStates, to: 'same' },
	supplement: { from: openStates, to: 'same' },
	remind: { from: owedStates, to: 'same' },
	'change-contact': { from: caseStates, to: 'same' },
	'make-confidential': { from: openStates, to: 'same' },
	'reveal-contact': { from: [...openStates, 'closed', 'merged'], to: 'same' },
	'release-identity': { from: openStates, to: 'same' },
	'renew-code': { from: caseStates, to: 'same' },
	'remember-device': { from: caseStates, to: 'same' }
} as const satisfies Record<string, Step>;
export type Act = keyof typeof acts;

/** May this act be done in this state at all? */
export function fits(act: Act, state: CaseState): boolean {
	return (acts[act].from as readonly CaseState[]).includes(state);
}

/**
 * The state after an act. `resumesTo` is what need_info, review and merged go back to.
 * Throws `case.not-in-this-state` when the table has no such step.
 */
export function after(act: Act, state: CaseState, resumesTo: CaseState | null = null): CaseState {
	if (!fits(act, state)) throw new Refusal('case.not-in-this-state', { state });
	const { to }: Step = acts[act];
	if (to === 'same') return state;
	if (to !== 'back') return to;
	if (!resumesTo) throw new Refusal('case.not-in-this-state', { state });
	return resumesTo;
}

/** Whose turn it is, shown apart from who is in charge. */
export function turnOf(state: CaseState): 'resident' | 'reviewer' | 'staff' | 'nobody' {
	if (state === 'need_info' || state === 'answered') return 'resident';
	if (state === 'review' || state === 'extension_pending') return 'reviewer';
	return isOpen(state) ? 'staff' : 'nobody';
}

/** The resident's five-step bar: 已提交 1, 已受理 2, 办理中 3, 已答复 4, 已办结 5; null for the side exits. */
export function publicStep(state: CaseState, resumesTo: CaseState | null = null): 1 | 2 | 3 | 4 | 5 | null {
	switch (state) {
		case 'submitted':
			return 1;
		case 'accepted':
			return 2;
		case 'need_info':
			return resumesTo && resumesTo !== 'need_info' ? publicStep(resumesTo) : 1;
		case 'answered':
			return 4;
		case 'closed':
		case 'archived':
			return 5;
		case 'rejected':
		case 'redirected':
		case 'merged':
		case 'withdrawn':
			return null;
		default:
			return 3;
	}
}
